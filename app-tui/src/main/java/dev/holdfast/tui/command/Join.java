package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Plain;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `join CODE`: into the pool that the code invites to.
@Command(name = "join", description = "Join a pool with a code from `invite`.", sortOptions = false)
final class Join extends Action {

    @Parameters(
            arity = "1..*",
            paramLabel = "CODE",
            description = "the code, with hyphens or spaces")
    private List<String> code = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "HOST:PORT",
            description = "where the inviting device is, if the code does not lead there")
    private @Nullable String at;

    @Mixin private final Start start = new Start();

    Join(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var beginning = start.beginning(main.surroundings().environment());
        main.device().join(String.join("-", code), Optional.ofNullable(at), beginning);
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("name", beginning.name());
                    return document;
                },
                out -> {});
        main.remark("This device is " + Plain.text(beginning.name()) + ", and the pool knows it.");
        main.remark("Start it with `holdfast start`.");
        return Exit.DONE;
    }
}
