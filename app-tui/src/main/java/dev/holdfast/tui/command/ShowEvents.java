package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.words.Words;

/// `events`: what happened, a line each.
final class ShowEvents extends Action {

    private final Flag follow = flag("-f", "--follow");

    ShowEvents(Holdfast main) {
        super(main, "events");
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
                                                Words.say("events.nobody"),
                                                Words.say("events.nobody.do")));
        try (daemon) {
            var _ = daemon.run(new Command.ListEvents(follow.isSet()), this::tell);
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
