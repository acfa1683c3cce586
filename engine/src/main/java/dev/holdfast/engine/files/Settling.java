package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LocalPlace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives written files their names, each as soon as it is durable. Where the system can make many
/// durable at once, files wait for one another; else each is made durable by itself. Safe for many
/// threads: while one settles a group, the others write the next.
final class Settling implements AutoCloseable {

    /// Files that wait for one another. Each holds a handle of the system.
    static final int GROUP = 256;

    /// With fewer than so many in all nothing is gained, and what others have written to the file
    /// system need not be waited for.
    static final int TOGETHER_MIN = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    /// Hears how it ended for one file: it is placed or missed, once.
    interface End extends FileGrower.LastLook {

        @Override
        default void look(GrowingFile finished) throws IOException {}

        /// It stands under its name, and its bytes are durable.
        void placed() throws NodeException, InterruptedException;

        void missed(IOException why) throws NodeException, InterruptedException;

        void missed(NodeException why) throws NodeException, InterruptedException;
    }

    private record Waiting(GrowingFile file, End end) {}

    private final Optional<FileSystemSync> together;
    private List<Waiting> waiting = new ArrayList<>();

    /// @param together closed with this
    Settling(Optional<FileSystemSync> together) {
        this.together = together;
    }

    /// @param below where all files and directories will be
    /// @param files how many there will be
    static Settling of(LocalPlace below, long files) {
        return new Settling(files < TOGETHER_MIN ? Optional.empty() : below.together());
    }

    /// Takes over a file that was written.
    void add(GrowingFile file, End end) throws NodeException, InterruptedException {
        var one = new Waiting(file, end);
        if (together.isEmpty()) {
            name(one, file::force);
            return;
        }
        List<Waiting> full;
        synchronized (this) {
            waiting.add(one);
            if (waiting.size() < GROUP) {
                return;
            }
            full = take();
        }
        settle(full);
    }

    /// Ends those that wait now.
    void finish() throws NodeException, InterruptedException {
        settle(take());
    }

    /// Makes a directory durable whose files all have their names, now or at [#seal].
    void leave(LocalPlace directory) throws IOException {
        if (together.isEmpty()) {
            directory.force();
        }
    }

    /// Makes all names durable that were given, and all directories that were left.
    void seal() throws IOException {
        if (together.isPresent()) {
            together.get().sync();
        }
    }

    private synchronized List<Waiting> take() {
        var taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void settle(List<Waiting> group) throws NodeException, InterruptedException {
        if (group.isEmpty()) {
            return;
        }
        var why = sync();
        int ended = 0;
        try {
            for (var each : group) {
                ended++;
                name(each, () -> throwIf(why));
            }
        } finally {
            drop(group.subList(ended, group.size()));
        }
    }

    private Optional<IOException> sync() {
        try {
            seal();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static void throwIf(Optional<IOException> why) throws IOException {
        if (why.isPresent()) {
            throw why.get();
        }
    }

    /// Makes a file durable, or says that it could not be.
    private interface Durable {
        void see() throws IOException;
    }

    private static void name(Waiting one, Durable durable)
            throws NodeException, InterruptedException {
        try (var file = one.file) {
            durable.see();
            one.end.look(file);
            file.place();
        } catch (IOException e) {
            one.end.missed(e);
            return;
        }
        one.end.placed();
    }

    /// Takes back the files that still wait.
    @Override
    public void close() {
        drop(take());
        together.ifPresent(FileSystemSync::close);
    }

    /// Closes each of them, whatever happens to others.
    private static void drop(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            group.getFirst().file.close();
        } catch (IOException e) {
            LOG.debug("A part was not taken back.", e);
        } finally {
            drop(group.subList(1, group.size()));
        }
    }
}
