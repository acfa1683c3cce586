package dev.holdfast.gui.shell;

import static dev.holdfast.gui.words.Words.say;

import java.util.Locale;

/// The screens of the sidebar, from top to bottom.
public enum Screen {
    HOME("1"),
    FILES("2"),
    FOLDERS("3"),
    DEVICES("4"),
    ACTIVITY("5"),
    RECOVER("6");

    private final String digit;

    Screen(String digit) {
        this.digit = digit;
    }

    /// The key that leads to it, with the system's key for shortcuts.
    public String digit() {
        return digit;
    }

    /// What people call it.
    public String title() {
        return say("screen." + word());
    }

    /// The name in small letters, as it is kept.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The screen of that name; Home for a name that is none.
    public static Screen named(String name) {
        for (var screen : values()) {
            if (screen.word().equals(name)) {
                return screen;
            }
        }
        return HOME;
    }
}
