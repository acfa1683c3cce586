package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.words.Words;

import java.util.Optional;

/// `stop`: ends the daemon.
final class StopDaemon extends Action {

    StopDaemon(Holdfast main) {
        super(main, "stop");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var stopped = main.device().service().stop();
        main.answer(() -> document(stopped), out -> {});
        if (stopped.isEmpty()) {
            main.remark(Words.say("stop.none"));
        } else {
            Farewell.lines(stopped.get()).forEach(main::remark);
        }
        return Exit.DONE;
    }

    private static JsonObject document(Optional<Outcome.Stopped> stopped) {
        var document = new JsonObject();
        document.addProperty("stopped", stopped.isPresent());
        stopped.ifPresent(
                what -> {
                    document.addProperty("finished", what.finished());
                    document.addProperty("cancelled", what.cancelled());
                    document.addProperty("owed", what.owed());
                });
        return document;
    }
}
