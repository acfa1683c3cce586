package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.Standing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Reads files of a linked folder side by side, and hands each to the one thread that asks for it.
/// Nobody else uses the folder meanwhile.
final class Reading implements AutoCloseable {

    /// Files read and sealed at once; more do not keep the cores busier.
    private static final int FILES_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    /// Reads a file and keeps what it has. Serves many threads.
    interface Reader {

        /// @return without content when somebody has changed the file meanwhile
        FolderLook.Read read(LocalPlace in, EntryPath path, Standing standing)
                throws IOException, NodeException, InterruptedException;
    }

    private record Task(EntryPath path, Standing standing) {

        FolderLook.Read failed(IOException why) {
            LOG.debug("{} was not read.", path, why);
            return new FolderLook.Read(path, standing, Optional.empty(), Optional.of(why), 0);
        }
    }

    private final Reader reader;
    private final Nests nests;
    private final Iterator<Task> tasks;
    private final BlockingQueue<Optional<FolderLook.Read>> done = new LinkedBlockingQueue<>();
    private final Crew crew = new Crew("read-", FILES_AT_ONCE);
    private int readers;

    private Reading(LinkedFolder folder, Reader reader, List<Task> tasks) {
        this.reader = reader;
        this.tasks = tasks.iterator();
        nests = new Nests(folder, false);
    }

    /// Begins to read.
    static Reading start(LinkedFolder folder, Reader reader, Map<EntryPath, Standing> files)
            throws InterruptedException {
        var reading = new Reading(folder, reader, inTurn(files));
        try {
            while (reading.readers < Math.min(files.size(), FILES_AT_ONCE)) {
                reading.crew.begin(reading::work);
                reading.readers++;
            }
            return reading;
        } catch (InterruptedException e) {
            reading.close();
            throw e;
        }
    }

    /// The files of one directory after those of another.
    private static List<Task> inTurn(Map<EntryPath, Standing> files) {
        var directories = new LinkedHashMap<EntryPath, List<Task>>();
        files.forEach(
                (path, standing) ->
                        directories
                                .computeIfAbsent(path.parent(), _ -> new ArrayList<>())
                                .add(new Task(path, standing)));
        return directories.values().stream().flatMap(List::stream).toList();
    }

    /// What has been read next; empty when all has.
    Optional<FolderLook.Read> next() throws NodeException, InterruptedException {
        while (readers > 0) {
            var read = done.take();
            if (read.isPresent()) {
                return read;
            }
            readers--;
        }
        crew.await();
        return Optional.empty();
    }

    private void work() throws NodeException, InterruptedException {
        try {
            while (!crew.hasFailed() && readOne()) {}
        } finally {
            done.add(Optional.empty());
        }
    }

    /// @return false when there was none left
    private boolean readOne() throws NodeException, InterruptedException {
        Task task;
        Nest in;
        synchronized (tasks) {
            if (!tasks.hasNext()) {
                return false;
            }
            task = tasks.next();
            try {
                in = nests.enter(task.path.parent());
            } catch (IOException e) {
                done.add(Optional.of(task.failed(e)));
                return true;
            }
        }
        done.add(Optional.of(read(task, in)));
        return true;
    }

    private FolderLook.Read read(Task task, Nest in) throws NodeException, InterruptedException {
        try {
            return reader.read(in.place(), task.path, task.standing);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw Problems.interrupted(e);
            }
            return task.failed(e);
        } finally {
            in.leave();
        }
    }

    @Override
    public void close() {
        crew.close();
        nests.close();
    }
}
