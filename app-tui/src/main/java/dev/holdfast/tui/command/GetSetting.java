package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.stream.Collectors;

/// `config get KEY`: one value.
final class GetSetting extends Action {

    private final Value<String> key = argument("key", "KEY", Converters::text);

    GetSetting(Holdfast main) {
        super(main, "get");
    }

    @Override
    public Integer call() throws NodeException {
        var all = main.device().config().list();
        var setting = all.stream().filter(each -> each.key().equals(key.get())).findFirst();
        if (setting.isEmpty()) {
            throw usage(
                    Words.say("config.none", key.get()),
                    Words.say(
                            "config.none.do",
                            all.stream().map(Setting::key).collect(Collectors.joining(", "))));
        }
        main.answer(
                () -> Json.setting(setting.get()),
                out -> out.println(Plain.text(setting.get().value())));
        return Exit.DONE;
    }
}
