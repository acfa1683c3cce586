package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Where one device lives: a directory that holds its keys, packs, journal, catalog and settings.
@SuppressWarnings("DoNotCallSuggester")
public final class Home {

    /// What a device starts with.
    ///
    /// @param name what people call it; unique in the pool
    /// @param capacity bytes it contributes; half of the free space when empty
    /// @param listen `HOST:PORT` to listen on, written to the settings; the default port when empty
    public record Beginning(String name, OptionalLong capacity, Optional<String> listen) {}

    private final Path directory;

    private Home(Path directory) {
        this.directory = directory;
    }

    /// The home at an absolute path, whether it exists or not.
    public static Home at(Path directory) {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException(
                    "the home " + directory + " is not an absolute path");
        }
        return new Home(directory);
    }

    /// Founds a pool with this device as its first. The 24 words of the recovery phrase are handed
    /// over before anything is made, so that they are never lost; if `words` throws, nothing is
    /// made.
    public void init(Beginning beginning, Consumer<List<String>> words) throws NodeException {
        throw new UnsupportedOperationException(directory + " " + beginning + words);
    }

    /// Joins the pool that `code` invites to; returns when the pool has admitted this device.
    ///
    /// @param at `HOST:PORT` of the inviter, when the addresses in the code do not lead there
    public void join(String code, Optional<String> at, Beginning beginning)
            throws NodeException, InterruptedException {
        throw new UnsupportedOperationException(code + at + beginning);
    }

    /// Sets one key of the settings file; a running daemon reads it at its next start.
    public void set(String key, String value) throws NodeException {
        throw new UnsupportedOperationException(key + value);
    }

    /// The device that lives here: through its daemon when one runs, else run in this process until
    /// the node is closed.
    public Node node() throws NodeException {
        throw new UnsupportedOperationException();
    }

    /// Runs the device in this process and serves commands of others on this machine. Waits up to
    /// 30 s for a command that holds the home; a second daemon is refused.
    public Daemon daemon() throws NodeException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
