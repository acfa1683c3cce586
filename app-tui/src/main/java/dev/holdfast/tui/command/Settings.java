package dev.holdfast.tui.command;

/// `config`: only says which commands there are for settings.
final class Settings extends Group {

    Settings(Holdfast main) {
        super("config", "config.question");
        add(new ListSettings(main));
        add(new GetSetting(main));
        add(new SetSetting(main));
    }
}
