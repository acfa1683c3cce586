package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.stream.Collectors;

/// `config get KEY`: one value.
@Command(name = "get", description = "Print the value of one setting.")
final class GetSetting extends Action {

    @Parameters(paramLabel = "KEY", description = "which; `config list` names them")
    private String key = "";

    GetSetting(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException {
        var all = main.device().config().list();
        var setting = all.stream().filter(each -> each.key().equals(key)).findFirst();
        if (setting.isEmpty()) {
            throw usage(
                    "There is no setting named \"" + key + "\".",
                    "Choose one of "
                            + all.stream().map(Setting::key).collect(Collectors.joining(", "))
                            + ".");
        }
        main.answer(
                () -> Json.setting(setting.get()),
                out -> out.println(Plain.text(setting.get().value())));
        return Exit.DONE;
    }
}
