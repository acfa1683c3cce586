package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.LocalPlace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Places a directory and all below it. Many files grow at once, so that the disk syncs many
/// together, and small chunks that are not here are asked for many at once. What fails is reported
/// and the rest goes on.
final class TreeGet implements AutoCloseable {

    /// Files that grow at once. More do not sync faster.
    private static final int FILES_AT_ONCE = 32;

    /// Bytes of a file that is held in memory while it is placed; a larger one takes its turn at
    /// the reader's buffers.
    private static final int SMALL_MAX = 64 << 10;

    /// Small files that are asked for together, and how many such questions are out at once.
    private static final int ASKED_MAX = 256;

    private static final int QUESTIONS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(TreeGet.class);

    private final TreeWalk walk;
    private final FileGrower grower;
    private final GetAccount account;
    private final ChunkFinder finder;
    private final Crew files = new Crew("place-", FILES_AT_ONCE);
    private final Crew questions = new Crew("ask-", QUESTIONS);
    private final Set<Filling> filling = ConcurrentHashMap.newKeySet();
    private List<Job> missing = new ArrayList<>();

    TreeGet(Rooms rooms, TreeWalk walk, FileGrower grower, GetAccount account) {
        this.walk = walk;
        this.grower = grower;
        this.account = account;
        finder = new ChunkFinder(rooms.keeping().store(), rooms.peers());
    }

    /// A file to be placed.
    private record Job(Shown shown, Entry.File file, Filling into) {
        String name() {
            return shown.path().name();
        }
    }

    /// Places all that is shown in a directory and below it. On return all that could be placed is
    /// durable.
    void all(VolumeId volume, Shown directory, LocalPlace place)
            throws NodeException, InterruptedException {
        fill(volume, new Filling(directory, place));
        ask();
        questions.await();
        files.await();
    }

    private void fill(VolumeId volume, Filling into) throws NodeException, InterruptedException {
        try {
            walk.<InterruptedException>in(
                    volume, into.shown.path(), shown -> visit(volume, shown, into));
        } finally {
            into.leave();
        }
    }

    private void visit(VolumeId volume, Shown shown, Filling into)
            throws NodeException, InterruptedException {
        try {
            if (shown.isDirectory()) {
                fill(volume, new Filling(shown, into.place.directory(shown.path().name())));
                return;
            }
            switch (GetVerb.kind(shown).orElse(null)) {
                case Entry.File file -> file(new Job(shown, file, into.enter()));
                case Entry.Symlink(var target, _) -> into.place.link(shown.path().name(), target);
                case null, default -> throw new IOException("nothing that can be placed");
            }
        } catch (IOException e) {
            missed(shown, Problems.of(shown.path().text(), e));
        }
    }

    private void file(Job job) throws InterruptedException {
        if (!(job.file.content() instanceof Content.One one)
                || one.ref().length() > SMALL_MAX
                || finder.isHere(one.ref())) {
            begin(job);
            return;
        }
        missing.add(job);
        if (missing.size() >= ASKED_MAX) {
            ask();
        }
    }

    private void begin(Job job) throws InterruptedException {
        files.begin(() -> run(job, () -> grow(job)));
    }

    private void grow(Job job) throws IOException, NodeException, InterruptedException {
        if (job.file.content() instanceof Content.One one && one.ref().length() <= SMALL_MAX) {
            place(job, grower.reader().small(one));
        } else {
            grower.grow(
                    job.file,
                    job.name(),
                    job.into.place,
                    bytes -> account.written(bytes.remaining()));
        }
    }

    private void place(Job job, ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        grower.place(job.file, job.name(), job.into.place, bytes);
        account.written(length);
    }

    /// Asks the other devices for the small files that are not here.
    private void ask() throws InterruptedException {
        var asked = missing;
        missing = new ArrayList<>();
        if (!asked.isEmpty()) {
            questions.begin(() -> new Question(asked).ask());
        }
    }

    private interface Work {
        void run() throws IOException, NodeException, InterruptedException;
    }

    private void run(Job job, Work work) throws NodeException, InterruptedException {
        try {
            work.run();
            account.placed();
        } catch (IOException e) {
            missed(job.shown, Problems.of(job.shown.path().text(), e));
        } catch (NodeException e) {
            missed(job.shown, e);
        } finally {
            job.into.leave();
        }
    }

    /// @throws NodeException `why`, when it is that the command was cancelled
    private void missed(Shown shown, NodeException why) throws NodeException {
        if (why.problem().code() == Problem.Code.CANCELLED) {
            throw why;
        }
        account.missed("/" + shown.path().text(), why);
    }

    @Override
    public void close() {
        questions.close();
        files.close();
        filling.forEach(Filling::letGo);
    }

    /// Small files whose chunks are asked for together.
    private final class Question {

        private final Map<ChunkId, List<Job>> open = new LinkedHashMap<>();

        Question(List<Job> jobs) {
            for (var job : jobs) {
                open.computeIfAbsent(one(job).ref().id(), _ -> new ArrayList<>()).add(job);
            }
        }

        void ask() throws InterruptedException {
            finder.readMany(List.copyOf(open.keySet()), this::arrived);
            for (var late : open.values()) {
                for (var job : late) {
                    begin(job);
                }
            }
        }

        private void arrived(ChunkId id, ByteBuffer sealed) throws InterruptedException {
            for (var job : taken(id)) {
                var bytes = copy(sealed);
                files.begin(
                        () -> run(job, () -> place(job, grower.reader().open(one(job), bytes))));
            }
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }

        private synchronized List<Job> taken(ChunkId id) {
            var jobs = open.remove(id);
            return jobs == null ? List.of() : jobs;
        }

        private static Content.One one(Job job) {
            return (Content.One) job.file.content();
        }
    }

    /// A directory that is being filled. The last to leave it gives it its time, makes it durable
    /// and closes it.
    private final class Filling {

        private final Shown shown;
        private final LocalPlace place;
        private final AtomicInteger inside = new AtomicInteger(1);

        Filling(Shown shown, LocalPlace place) {
            this.shown = shown;
            this.place = place;
            filling.add(this);
        }

        Filling enter() {
            inside.incrementAndGet();
            return this;
        }

        void leave() throws NodeException, InterruptedException {
            if (inside.decrementAndGet() > 0) {
                return;
            }
            filling.remove(this);
            try (place) {
                place.tidy();
                place.finish(mtime());
            } catch (IOException e) {
                missed(shown, Problems.of(shown.path().text(), e));
            }
        }

        /// Closes a directory in which something was broken off.
        void letGo() {
            try {
                place.close();
            } catch (IOException e) {
                LOG.debug("A directory was not closed cleanly.", e);
            }
        }

        private Optional<java.time.Instant> mtime() {
            return GetVerb.kind(shown).orElse(null) instanceof Entry.Directory(var nanos)
                            && nanos != 0
                    ? Optional.of(Times.instant(nanos))
                    : Optional.empty();
        }
    }
}
