package dev.holdfast.engine.node;

import org.jspecify.annotations.Nullable;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What a device notes of its running, in `logs/holdfast.log` of its home: a line for each entry,
/// in the form of [LogLine]. A file that is full becomes `holdfast.log.1`, that one
/// `holdfast.log.2`, and so on; the last one goes. A line that cannot be written is lost, and
/// nothing else waits for it or fails. Safe for many threads.
public final class LogBook implements AutoCloseable {

    /// Bytes of one file, at most by one line more.
    static final long FILE_BYTES_MAX = 8L << 20;

    /// Files in all, the one that is written among them.
    static final int FILES_MAX = 5;

    static final String DIRECTORY = "logs";
    static final String FILE = "holdfast.log";

    private final Path directory;
    private final Path file;
    private final Level least;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OutputStream out;
    private long written;

    /// How much an entry matters, the most first.
    public enum Level {
        /// Something went wrong that nobody foresaw, or that a person has to mend.
        ERROR,
        /// Something went wrong, and is tried again or done otherwise.
        WARN,
        /// Something that happens rarely, or that a person asked for.
        INFO,
        /// What is of use to who looks for a mistake.
        DEBUG,
        /// The same, and very much of it.
        TRACE;

        /// As the setting names it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Something to note.
    ///
    /// @param logger the class that notes it
    public record Entry(
            Instant at, Level level, String logger, String message, Optional<Throwable> why) {}

    private LogBook(Path directory, Level least, long bytesMax) {
        this.directory = directory;
        file = directory.resolve(FILE);
        this.least = least;
        this.bytesMax = bytesMax;
    }

    /// @param home in which the file is made when something is noted first
    /// @param least what matters less is not noted
    static LogBook in(Path home, Level least) {
        return in(home, least, FILE_BYTES_MAX);
    }

    static LogBook in(Path home, Level least, long bytesMax) {
        return new LogBook(home.resolve(DIRECTORY), least, bytesMax);
    }

    /// The file of a home that is written.
    public static Path file(Path home) {
        return home.resolve(DIRECTORY).resolve(FILE);
    }

    /// What matters less is not noted.
    public Level least() {
        return least;
    }

    /// From now on all that this process logs is noted here, from that level on.
    ///
    /// @param alone whether it goes nowhere else
    public void attach(boolean alone) {
        LogHandler.attach(this, alone);
    }

    public void add(Entry entry) {
        if (entry.level().compareTo(least) > 0) {
            return;
        }
        var bytes = LogLine.of(entry, thread()).getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            var to = opened();
            to.write(bytes);
            written += bytes.length;
        } catch (IOException e) {
            close();
        } finally {
            lock.unlock();
        }
    }

    private static String thread() {
        var thread = Thread.currentThread();
        return thread.getName().isEmpty() ? "#" + thread.threadId() : thread.getName();
    }

    /// Streams of files are not closed by an interrupt, as channels are.
    private OutputStream opened() throws IOException {
        if (out != null && written >= bytesMax) {
            close();
        }
        if (out == null) {
            HomeFiles.makePrivate(directory);
            turn();
            if (!Files.exists(file)) {
                HomeFiles.createPrivate(file);
            }
            out = new FileOutputStream(file.toFile(), true);
            written = Files.size(file);
        }
        return out;
    }

    /// Makes room for a file if the one there is is full.
    private void turn() throws IOException {
        if (!Files.exists(file) || Files.size(file) < bytesMax) {
            return;
        }
        for (int n = FILES_MAX - 1; n > 0; n--) {
            var older = numbered(n - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(n), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int n) {
        return n == 0 ? file : directory.resolve(FILE + "." + n);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // What was noted is written already.
        } finally {
            out = null;
            lock.unlock();
        }
    }
}
