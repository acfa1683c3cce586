package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.OptionalInt;

/// `volume create NAME`: an empty volume.
@CommandLine.Command(name = "create", description = "Make an empty volume.", sortOptions = false)
final class CreateVolume extends Action {

    @Parameters(paramLabel = "NAME", description = "what to call it")
    private String name = "";

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "3",
            description = "copies of each chunk, 1 to 8; ${DEFAULT-VALUE} when not given")
    private int copies = 3;

    @Option(
            names = "--chunk",
            paramLabel = "RULE",
            defaultValue = "cdc",
            converter = Converters.Cut.class,
            description =
                    "where files are cut: cdc (where the content says) or fixed:SIZE;"
                            + " ${DEFAULT-VALUE} when not given")
    private OptionalInt chunk = OptionalInt.empty();

    @Option(
            names = "--wait",
            paramLabel = "POLICY",
            defaultValue = "copies:2",
            converter = Converters.Policy.class,
            description =
                    "how many durable copies a put waits for: local, copies:N, all;"
                            + " ${DEFAULT-VALUE} when not given")
    private WaitPolicy policy = new WaitPolicy.Copies(2);

    CreateVolume(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var volume = ask(new Command.CreateVolume(name, copies, chunk, policy));
        main.answer(() -> Json.volume(volume), out -> {});
        main.remark(
                "%s: is there, with %d copies of each chunk."
                        .formatted(Plain.text(volume.name()), volume.copies()));
        return Exit.DONE;
    }
}
