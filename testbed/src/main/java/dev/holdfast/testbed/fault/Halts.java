package dev.holdfast.testbed.fault;

import dev.holdfast.engine.node.Steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/// Ends the process, without another word to anybody, at the place that the file `halt` in the home
/// names: `PLACE N` is the N-th time that the place is reached since the file is there.
public final class Halts implements Steps {

    /// What a daemon is started with to obey.
    public static final String FLAG = "-Ddev.holdfast.steps=halt";

    /// How a halted process ends.
    public static final int EXIT = 86;

    private static final String FILE = "halt";

    private final Map<String, Integer> reached = new HashMap<>();

    /// The process of this home is to end there.
    public static void at(Path home, String place, int time) throws IOException {
        var file = Files.writeString(home.resolve(FILE + ".new"), place + " " + time);
        Files.move(file, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /// It is not to end any more.
    public static void nowhere(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(FILE));
    }

    @Override
    public synchronized void reached(Path home, String place) {
        var wanted = wanted(home);
        if (wanted.startsWith(place + " ")) {
            int time = reached.merge(wanted, 1, Integer::sum);
            if (wanted.equals(place + " " + time)) {
                Runtime.getRuntime().halt(EXIT);
            }
        }
    }

    private static String wanted(Path home) {
        try {
            return Files.readString(home.resolve(FILE));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
