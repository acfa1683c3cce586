package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.List;

/// `config list`: every setting with what it means.
final class ListSettings extends Action {

    ListSettings(Holdfast main) {
        super(main, "list");
    }

    @Override
    public Integer call() throws NodeException {
        var settings = main.device().config().list();
        main.answer(() -> Json.array(settings, Json::setting), out -> tell(out, settings));
        return Exit.DONE;
    }

    private void tell(PrintStream out, List<Setting> settings) {
        var table = new Table(Words.titles("config.titles"));
        for (var setting : settings) {
            table.row(
                    setting.key(), Plain.text(setting.value()), setting.usual(), setting.meaning());
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }
}
