package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `config set KEY VALUE`: another value.
@Command(name = "set", description = "Change one setting; an empty VALUE brings its default back.")
final class SetSetting extends Action {

    @Parameters(index = "0", paramLabel = "KEY", description = "which; `config list` names them")
    private String key = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "such as 6h")
    private String value = "";

    SetSetting(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException {
        var device = main.device();
        device.config().set(key, value);
        boolean isRunning = isRunning(device);
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("key", key);
                    document.addProperty("value", value);
                    document.addProperty("restart_needed", isRunning);
                    return document;
                },
                out -> {});
        if (isRunning) {
            main.remark(
                    "The daemon goes on as it was; `holdfast stop` and `holdfast start` bring the"
                            + " change.");
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
