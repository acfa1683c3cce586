package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.render.Plain;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.time.Duration;

/// `invite`: a one-use code, printed before the wait for the guest begins.
@CommandLine.Command(
        name = "invite",
        description = "Make a one-use code for a device to join, and wait for it.",
        sortOptions = false)
final class Invite extends Action {

    @Option(
            names = "--role",
            defaultValue = "member",
            description =
                    "what the guest may do: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} when"
                            + " not given")
    private Role role = Role.MEMBER;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = Converters.Span.class,
            description = "how long the code is good; ${DEFAULT-VALUE} when not given")
    private Duration validFor = Duration.ofMinutes(10);

    Invite(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        try (var node = main.device().node()) {
            var admitted = node.run(new Command.Invite(role, validFor), this::show);
            main.remark(Plain.text(admitted.device()) + " came in.");
        }
        return Exit.DONE;
    }

    private void show(Event event) {
        if (event instanceof Event.Invited invited) {
            main.answer(
                    () -> {
                        var document = new JsonObject();
                        document.addProperty("code", invited.code());
                        document.addProperty("expires", invited.expires().toString());
                        return document;
                    },
                    out -> out.println(invited.code()));
            main.remark("On the other device: holdfast join CODE. Waiting for it ...");
            main.terminal().out().flush();
        }
    }
}
