package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LocalTree;
import dev.holdfast.engine.folder.LocalTree.OwnHome;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Stores files and directories, or one stream.
final class PutVerb {

    /// Files read and sealed at once; more do not keep the cores busier.
    private static final int FILES_AT_ONCE = 8;

    /// Small files that are handed over together: to hand over takes as long as to read one.
    private static final int SMALL_TOGETHER = 16;

    private final Rooms rooms;
    private final ContentWriter writer;
    private final BufferPool buffers;
    private final Unchanged unchanged;
    private final OwnHome own;

    /// @param own is not stored
    PutVerb(
            Rooms rooms,
            BufferPool buffers,
            ContentWriter writer,
            Unchanged unchanged,
            OwnHome own) {
        this.rooms = rooms;
        this.buffers = buffers;
        this.writer = writer;
        this.unchanged = unchanged;
        this.own = own;
    }

    Outcome.Stored put(Command.Put command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var destination = Place.of(command.to(), rooms);
        boolean into = destination.receives(command.sources().size());
        destination.checkParents(rooms);
        try (var session = new PutSession(rooms, destination.volume(), buffers, events)) {
            for (var source : command.sources()) {
                var _ = tree(source);
            }
            try (var crew = new Crew("put-", FILES_AT_ONCE)) {
                crew.begin(() -> session.expect(bytesIn(command.sources())));
                for (var source : command.sources()) {
                    putOne(source, destination, into, new Hands(session, crew));
                }
                crew.await();
            }
            return session.finish(new Rooms.Wanted(command.policy(), command.patience()));
        }
    }

    Outcome.Stored put(Command.PutStream command, Instant now, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var destination = Place.of(command.to(), rooms);
        if (destination.into() || destination.isDirectory()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    destination + " is a directory.",
                    "Name the file that the stream shall become.");
        }
        destination.checkParents(rooms);
        try (var session = new PutSession(rooms, destination.volume(), buffers, events);
                var channel = Channels.newChannel(new Unclosed(command.source()))) {
            var content =
                    writer.write(session.counted(channel), session.chunker(), session.keeper());
            session.expecting(new Expectation(destination, command.expected()));
            session.add(destination, new Entry.File(content, Times.nanos(now), false));
            return session.finish(new Rooms.Wanted(command.policy(), command.patience()));
        } catch (IOException e) {
            throw Problems.of("the stream", e);
        }
    }

    private LocalTree tree(String source) throws NodeException, InterruptedException {
        try {
            return LocalTree.at(source, own);
        } catch (IOException e) {
            throw Problems.of(source, e);
        }
    }

    private long bytesIn(List<String> sources) throws NodeException, InterruptedException {
        long bytes = 0;
        for (var source : sources) {
            try {
                bytes += LocalTree.at(source, own).bytes();
            } catch (IOException e) {
                throw Problems.of(source, e);
            }
        }
        return bytes;
    }

    /// What stores the files that a walk finds.
    private record Hands(PutSession session, Crew crew) {}

    private void putOne(String source, Place destination, boolean into, Hands hands)
            throws NodeException, InterruptedException {
        try {
            var tree = LocalTree.at(source, own);
            var top =
                    into && !tree.name().isEmpty()
                            ? destination.child(tree.name(), rooms)
                            : destination;
            var walk = new Walk(top, hands);
            tree.walk(walk);
            walk.beginSmall();
        } catch (Refused e) {
            throw e.why;
        } catch (IOException e) {
            throw Problems.of(source, e);
        }
    }

    /// Stores what a walk finds, many files at once. One thing that cannot be stored does not stop
    /// the others; a device that can store nothing more does.
    private final class Walk implements LocalTree.Visitor {

        private final Place top;
        private final PutSession session;
        private final Crew crew;

        /// The directory that the walk is in and of which the volume shows nothing, so that nothing
        /// below it need be looked up. The names are looked up again when they are written.
        private Optional<Found> absent = Optional.empty();

        /// The directory that the walk is in and that cannot be stored, nor what is in it.
        private Optional<Found> barred = Optional.empty();

        /// Small files that were met and are not handed over yet.
        private List<Crew.Work> small = new ArrayList<>();

        Walk(Place top, Hands hands) {
            this.top = top;
            session = hands.session;
            crew = hands.crew;
        }

        @Override
        public void found(Found found) throws IOException, InterruptedException {
            if (barred.map(found::isBelow).orElse(false)) {
                return;
            }
            if (!absent.map(found::isBelow).orElse(true)) {
                absent = Optional.empty();
            }
            boolean isAbsent = absent.isPresent();
            try {
                if (found.kind() == Found.Kind.FILE) {
                    begin(found, () -> sparing(found, () -> file(found, place(found, isAbsent))));
                } else {
                    sparing(found, () -> other(found, place(found, isAbsent)));
                }
                if (crew.hasFailed()) {
                    crew.await();
                }
            } catch (NodeException e) {
                throw new Refused(e);
            }
        }

        private void begin(Found found, Crew.Work work) throws InterruptedException {
            if (found.size() > ChunkKeeper.SMALL_MAX) {
                crew.begin(work);
                return;
            }
            small.add(work);
            if (small.size() == SMALL_TOGETHER) {
                beginSmall();
            }
        }

        void beginSmall() throws InterruptedException {
            var these = small;
            small = new ArrayList<>();
            crew.begin(
                    () -> {
                        for (var each : these) {
                            if (Thread.interrupted()) {
                                throw new InterruptedException();
                            }
                            each.run();
                        }
                    });
        }

        @Override
        public void missed(String path, IOException why) throws InterruptedException {
            session.missed(path, Problems.of(path, why).problem());
        }

        /// Does one thing; what is wrong with that thing alone is reported.
        private void sparing(Found found, Crew.Work work)
                throws NodeException, InterruptedException {
            try {
                work.run();
            } catch (NodeException e) {
                switch (e.problem().code()) {
                    case USAGE, EXISTS, NO_SUCH -> session.missed(found.path(), e.problem());
                    case CHANGED, FULL, UNREACHABLE, BUSY, REFUSED, DAMAGED, CANCELLED, FAILED ->
                            throw e;
                }
            }
        }

        private Place place(Found found, boolean isAbsent) throws NodeException {
            if (found.relative().isEmpty()) {
                return top;
            }
            return isAbsent ? top.absent(found.relative()) : top.child(found.relative(), rooms);
        }

        private void other(Found found, Place place) throws NodeException, InterruptedException {
            long mtime = found.standing().modifiedNanos();
            switch (found.kind()) {
                case DIRECTORY -> {
                    if (place.shown().isPresent() && !place.isDirectory()) {
                        barred = Optional.of(found);
                        throw otherwise(place, "no directory", "one");
                    }
                    if (place.shown().isEmpty() && absent.isEmpty()) {
                        absent = Optional.of(found);
                    }
                    directory(place, mtime);
                }
                case SYMLINK -> {
                    if (place.isDirectory()) {
                        throw otherwise(place, "a directory", "a symbolic link");
                    }
                    session.add(place, new Entry.Symlink(found.standing().target(), mtime));
                }
                case OTHER, FILE ->
                        session.missed(
                                found.path(),
                                new Problem(
                                        Problem.Code.USAGE,
                                        found.path() + " is no file, directory or symbolic link.",
                                        "Leave it out; it has no content to keep."));
            }
        }

        private static NodeException otherwise(Place place, String there, String here) {
            return new NodeException(
                    Problem.Code.EXISTS,
                    "%s is %s in the volume and %s here.".formatted(place, there, here),
                    "Remove one of them, or choose another destination.");
        }

        private void directory(Place place, long mtime) throws NodeException, InterruptedException {
            if (place.path().isRoot() || place.isDirectory()) {
                return;
            }
            session.add(place, new Entry.Directory(mtime));
        }

        private void file(Found found, Place place) throws NodeException, InterruptedException {
            if (place.isDirectory()) {
                throw otherwise(place, "a directory", "a file");
            }
            var known = unchanged.content(found, place, session.keeper());
            if (known.isPresent()) {
                session.passed(found.size());
                add(found, place, known.get());
                return;
            }
            try (var channel = LocalTree.open(found)) {
                var content = content(found, session.counted(channel, found.size()));
                if (content.length() != found.size() || !unchanged.hasStayed(found, content)) {
                    session.missed(found.path(), Problems.changing(found.path()).problem());
                    return;
                }
                add(found, place, content);
            } catch (IOException e) {
                session.missed(found.path(), Problems.of(found.path(), e).problem());
            }
        }

        private void add(Found found, Place place, Content content)
                throws NodeException, InterruptedException {
            var standing = found.standing();
            session.add(
                    place,
                    new Entry.File(content, standing.modifiedNanos(), standing.executable()));
        }

        private Content content(Found found, ReadableByteChannel from)
                throws IOException, NodeException, InterruptedException {
            if (found.size() > ChunkKeeper.SMALL_MAX) {
                return writer.write(from, session.chunker(), session.keeper());
            }
            int most = (int) found.size() + 1;
            var shelf = rooms.keeping().shelf();
            var lent = shelf.take(most);
            try {
                var all = lent.duplicate().limit(most);
                int count = 0;
                while (count >= 0 && all.hasRemaining()) {
                    count = from.read(all);
                }
                return writer.write(all.flip(), session.chunker(), session.keeper());
            } finally {
                shelf.give(lent);
            }
        }
    }

    /// Carries a problem that ends the command through the walk, which knows only `IOException`.
    private static final class Refused extends IOException {

        private static final long serialVersionUID = 1;
        private final transient NodeException why;

        Refused(NodeException why) {
            super(why);
            this.why = why;
        }
    }

    /// The person's stream is theirs to close.
    private static final class Unclosed extends java.io.FilterInputStream {

        Unclosed(java.io.InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }

        @Override
        public void close() {}
    }
}
