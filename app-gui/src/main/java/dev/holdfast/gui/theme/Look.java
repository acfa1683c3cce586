package dev.holdfast.gui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;

import java.util.Locale;
import java.util.Objects;

/// Light or dark, as the person chose or as the system does.
public enum Look {
    SYSTEM,
    LIGHT,
    DARK;

    /// The look of that name; the system's for a name that is none.
    public static Look named(String name) {
        for (var look : values()) {
            if (look.name().equalsIgnoreCase(name)) {
                return look;
            }
        }
        return SYSTEM;
    }

    /// Gives every window of this program this look.
    public void apply() {
        Application.setUserAgentStylesheet(
                isDark()
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
    }

    private boolean isDark() {
        return switch (this) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /// The name in small letters, as it is kept.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Gives a scene our own styles, which hold in every look.
    public static Scene styled(Scene scene) {
        var sheet = Objects.requireNonNull(Look.class.getResource("holdfast.css"));
        scene.getStylesheets().add(sheet.toExternalForm());
        return scene;
    }
}
