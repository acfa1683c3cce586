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

/// Places a directory and all below it. Many files grow at once and are made durable together, and
/// small chunks that are not here are asked for many at once. What fails is reported and the rest
/// goes on.
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
    private final LocalPlace top;
    private final Settling settling;
    private final Crew files = new Crew("place-", FILES_AT_ONCE);
    private final Crew questions = new Crew("ask-", QUESTIONS);
    private final Set<Filling> filling = ConcurrentHashMap.newKeySet();
    private List<Job> missing = new ArrayList<>();

    /// @param top what the directory becomes; the caller closes it
    TreeGet(Rooms rooms, TreeWalk walk, FileGrower grower, GetAccount account, LocalPlace top) {
        this.walk = walk;
        this.grower = grower;
        this.account = account;
        this.top = top;
        finder = new ChunkFinder(rooms.keeping().store(), rooms.peers());
        settling = Settling.of(top, account.files());
    }

    /// A file to be placed.
    private record Job(Shown shown, Entry.File file, Filling into) {
        String name() {
            return shown.path().name();
        }
    }

    /// Places all that is shown in a directory and below it. On return all that could be placed is
    /// durable.
    void all(VolumeId volume, Shown directory)
            throws IOException, NodeException, InterruptedException {
        fill(volume, new Filling(directory, top));
        ask();
        questions.await();
        files.await();
        settling.finish();
        settling.seal();
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
        files.begin(
                () -> {
                    if (job.file.content() instanceof Content.One one
                            && one.ref().length() <= SMALL_MAX) {
                        small(job, () -> grower.reader().small(one));
                    } else {
                        large(job);
                    }
                });
    }

    private void large(Job job) throws NodeException, InterruptedException {
        var done =
                tried(
                        job,
                        () -> {
                            grower.grow(
                                    job.file,
                                    job.name(),
                                    job.into.place,
                                    bytes -> account.written(bytes.remaining()));
                            return job;
                        });
        if (done.isPresent()) {
            ended(job, Optional.empty());
        }
    }

    /// Where a small file's bytes come from.
    private interface Bytes {
        ByteBuffer read() throws NodeException, InterruptedException;
    }

    private void small(Job job, Bytes from) throws NodeException, InterruptedException {
        var written =
                tried(
                        job,
                        () -> {
                            var bytes = from.read();
                            int length = bytes.remaining();
                            var file = grower.write(job.file, job.name(), job.into.place, bytes);
                            account.written(length);
                            return file;
                        });
        if (written.isPresent()) {
            settling.add(written.get(), why -> ended(job, why));
        }
    }

    private interface Try<T> {
        T run() throws IOException, NodeException, InterruptedException;
    }

    /// Does something for a file; what goes wrong ends the file.
    private <T> Optional<T> tried(Job job, Try<T> something)
            throws NodeException, InterruptedException {
        try {
            return Optional.of(something.run());
        } catch (IOException e) {
            ended(job, Optional.of(e));
        } catch (NodeException e) {
            ended(job, e);
        }
        return Optional.empty();
    }

    /// Asks the other devices for the small files that are not here.
    private void ask() throws InterruptedException {
        var asked = missing;
        missing = new ArrayList<>();
        if (!asked.isEmpty()) {
            questions.begin(() -> new Question(asked).ask());
        }
    }

    private void ended(Job job, Optional<IOException> why)
            throws NodeException, InterruptedException {
        if (why.isPresent()) {
            ended(job, Problems.of(job.shown.path().text(), why.get()));
        } else {
            account.placed();
            job.into.leave();
        }
    }

    private void ended(Job job, NodeException why) throws NodeException, InterruptedException {
        try {
            missed(job.shown, why);
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
        settling.close();
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
                files.begin(() -> small(job, () -> grower.reader().open(one(job), bytes)));
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

    /// A directory that is being filled. The last to leave it gives it its time and closes it.
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
                dress();
                settling.leave(place);
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

        private void dress() throws IOException {
            if (GetVerb.kind(shown).orElse(null) instanceof Entry.Directory(var nanos)
                    && nanos != 0) {
                place.dress(Times.instant(nanos));
            }
        }
    }
}
