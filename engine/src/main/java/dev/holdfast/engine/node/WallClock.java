package dev.holdfast.engine.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The wall clock by which a device dates what it writes: the machine's. In a process that was
/// started with the system property [#PROPERTY], which only tests do, it is wrong by what the file
/// `NAME.clock` beside the home `NAME` says (`PT2H`, `PT-2H`), and jumps when that changes.
///
/// @param wrong says by how much
record WallClock(Path wrong) implements InstantSource {

    static final String PROPERTY = "dev.holdfast.clock";

    static InstantSource of(HomeFiles files) {
        var home = files.directory().toAbsolutePath();
        return System.getProperty(PROPERTY) == null
                ? InstantSource.system()
                : new WallClock(home.resolveSibling(home.getFileName() + ".clock"));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(error());
    }

    /// What cannot be understood fails: a test whose clock is right by mistake shows nothing.
    private Duration error() {
        try {
            return Duration.parse(Files.readString(wrong).strip());
        } catch (NoSuchFileException e) {
            return Duration.ZERO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
