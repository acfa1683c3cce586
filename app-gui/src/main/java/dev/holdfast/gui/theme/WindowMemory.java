package dev.holdfast.gui.theme;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/// What is remembered of the window between two runs: a small file of the person's, which may be
/// edited or removed. Without it the window opens as it would the first time.
public final class WindowMemory {

    private static final String NAME = "window.properties";

    /// No window is remembered in a larger file.
    private static final int BYTES_MAX = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(WindowMemory.class);

    private final Path home;
    private final Properties values = new Properties();

    /// @param home the directory the file lies in, whether it exists or not
    public WindowMemory(Path home) {
        this.home = home;
        var file = home.resolve(NAME);
        try {
            if (Files.size(file) <= BYTES_MAX) {
                try (var in = Files.newBufferedReader(file)) {
                    values.load(in);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("No window is remembered yet.");
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("What was remembered of the window cannot be read.", e);
        }
    }

    public String get(String key, String otherwise) {
        return values.getProperty(key, otherwise);
    }

    /// The number of `key`, within the bounds; `otherwise` when there is none.
    public double get(String key, double otherwise, double min, double max) {
        try {
            double value = Double.parseDouble(values.getProperty(key, ""));
            return value >= min && value <= max ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    public void set(String key, Object value) {
        values.setProperty(key, value.toString());
    }

    /// Writes the file, if there is a home to write it to.
    public void keep() {
        if (!Files.isDirectory(home)) {
            return;
        }
        try (var out = Files.newBufferedWriter(home.resolve(NAME))) {
            values.store(out, "How the window of Holdfast was left.");
        } catch (IOException e) {
            LOG.warn("The window could not be remembered.", e);
        }
    }
}
