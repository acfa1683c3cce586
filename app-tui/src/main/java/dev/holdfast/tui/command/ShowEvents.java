package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Times;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `events`: what happened, a line each.
@CommandLine.Command(
        name = "events",
        description = {
            "Show what happened to this device and its pool.",
            "Told is what the daemon has seen since it was started, the last 1,000 of it.",
            "With --json each line is a document of its own."
        })
final class ShowEvents extends Action {

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what happens from now on, until Ctrl-C")
    private boolean follow;

    ShowEvents(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var daemon =
                main.device()
                        .service()
                        .attached()
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                Problem.Code.UNREACHABLE,
                                                "No daemon runs, so there is nobody to tell what"
                                                        + " happened.",
                                                "Start it with `holdfast start`."));
        try (daemon) {
            var _ = daemon.run(new Command.ListEvents(follow), this::tell);
        }
        return Exit.DONE;
    }

    private void tell(Event event) {
        if (event instanceof Event.Happened happened) {
            main.answer(
                    () -> Json.happened(happened),
                    out ->
                            out.println(
                                    Times.text(happened.at())
                                            + "  "
                                            + Plain.text(happened.what())));
        }
    }
}
