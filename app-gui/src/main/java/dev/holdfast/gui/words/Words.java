package dev.holdfast.gui.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The sentences of the window, by their keys.
public final class Words {

    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("dev.holdfast.gui.words.words", Locale.ROOT);

    private Words() {}

    /// The sentence of `key` with its places filled in the manner of [MessageFormat].
    public static String say(String key, Object... values) {
        var pattern = BUNDLE.getString(key);
        return values.length == 0
                ? pattern
                : new MessageFormat(pattern, Locale.ROOT).format(values);
    }
}
