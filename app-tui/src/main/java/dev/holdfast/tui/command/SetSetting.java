package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `config set KEY VALUE`: another value.
final class SetSetting extends Action {

    private final Value<String> key = argument("key", "KEY", Converters::text);
    private final Value<String> value = argument("value", "VALUE", Converters::text);

    SetSetting(Holdfast main) {
        super(main, "set");
    }

    @Override
    public Integer call() throws NodeException {
        var device = main.device();
        device.config().set(key.get(), value.get());
        boolean isRunning = isRunning(device);
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("key", key.get());
                    document.addProperty("value", value.get());
                    document.addProperty("restart_needed", isRunning);
                    return document;
                },
                out -> {});
        if (isRunning) {
            main.remark(Words.say("config.restart"));
        }
        return Exit.DONE;
    }

    private static boolean isRunning(Device device) throws NodeException {
        var daemon = device.service().attached();
        if (daemon.isPresent()) {
            daemon.get().close();
        }
        return daemon.isPresent();
    }
}
