package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// `version`: of Holdfast, and of the Java it runs on.
final class Version extends Action {

    Version(Holdfast main) {
        super(main, "version");
    }

    @Override
    public Integer call() {
        var version = version();
        var java = Runtime.version().toString();
        main.answer(
                () -> {
                    var document = new JsonObject();
                    document.addProperty("version", version);
                    document.addProperty("java", java);
                    return document;
                },
                out -> out.println(Words.say("version.done", version, java)));
        return Exit.DONE;
    }

    private static String version() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", Words.say("version.unknown"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
