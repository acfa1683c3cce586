package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;

/// `metrics`: what is measured of this device, as Prometheus reads it.
final class ShowMetrics extends Action {

    ShowMetrics(Holdfast main) {
        super(main, "metrics");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var metrics = ask(new Command.ReadMetrics());
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("text", metrics.text());
                    return document;
                },
                out -> out.print(metrics.text()));
        return Exit.DONE;
    }
}
