package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.LocalTarget;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Gives files back: to a place on this machine, or to a stream.
///
/// @param streams reads for streams, which may take as long as they like
record GetVerb(Rooms rooms, TreeWalk walk, ContentReader reader, ContentReader streams) {

    Outcome.Fetched get(Command.Get command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var place = Place.of(command.from(), rooms);
        var shown = place.existing();
        var getting = new Getting(events);
        try {
            var target = LocalTarget.of(command.destination(), place.path().name());
            try (var directory = LocalPlace.open(target.directory())) {
                if (shown.isDirectory()) {
                    getting.total = bytesBelow(place);
                    try (var inner = directory.directory(target.name())) {
                        getting.all(place.volume(), shown, inner);
                    }
                } else {
                    getting.total = length(shown);
                    getting.one(shown, directory, target.name());
                }
            }
        } catch (IOException e) {
            throw Problems.of(command.destination(), e);
        }
        return getting.fetched(!shown.isDirectory());
    }

    Outcome.Fetched get(Command.GetStream command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var place = Place.of(command.from(), rooms);
        var shown = place.existing();
        var getting = new Getting(events);
        if (shown.isDirectory() || !(kind(shown).orElse(null) instanceof Entry.File file)) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    command.from() + " is not a file.",
                    "Name a file, or get it to a directory.");
        }
        if (command.expected().isPresent()
                && !new Expectation(place, command.expected()).isMet(place.shown())) {
            throw Problems.changed(place);
        }
        long end = Math.min(command.part().end(), file.content().length());
        var part = new Command.Part(Math.min(command.part().begin(), end), end);
        getting.total = part.end() - part.begin();
        try {
            getting.part(file.content(), part, Channels.newChannel(command.destination()));
            command.destination().flush();
        } catch (IOException e) {
            throw Problems.of("the output", e);
        }
        return getting.fetched(true);
    }

    private long bytesBelow(Place place) throws NodeException {
        var sum = new long[1];
        walk.below(place.volume().id(), place.path(), shown -> sum[0] += length(shown));
        return sum[0];
    }

    private static long length(Shown shown) {
        return kind(shown).orElse(null) instanceof Entry.File file ? file.content().length() : 0;
    }

    private static Optional<Entry.Kind> kind(Shown shown) {
        return shown.version().map(version -> version.entry().kind());
    }

    /// One command's way through what it gets.
    private final class Getting {

        private final Consumer<Event> events;
        private final long began = System.nanoTime();
        private final Sha256 sha = new Sha256();
        private long total;
        private long bytes;
        private long files;

        Getting(Consumer<Event> events) {
            this.events = events;
        }

        Outcome.Fetched fetched(boolean isOne) {
            return new Outcome.Fetched(
                    files,
                    bytes,
                    isOne ? Optional.of(sha.finish().toString()) : Optional.empty(),
                    Duration.ofNanos(System.nanoTime() - began));
        }

        void one(Shown shown, LocalPlace directory, String name)
                throws IOException, NodeException, InterruptedException {
            switch (kind(shown).orElse(null)) {
                case Entry.File(var content, var mtime, var executable) -> {
                    try (var growing = directory.file(name)) {
                        content(content, growing.channel());
                        growing.place(Times.instant(mtime), executable);
                    }
                }
                case Entry.Symlink(var target, _) -> directory.link(name, target);
                case null, default ->
                        throw new IOException(name + " is nothing that can be placed");
            }
        }

        /// Places all that is in a directory. What fails is reported and the rest goes on.
        void all(Place.Volume volume, Shown directory, LocalPlace place)
                throws IOException, NodeException, InterruptedException {
            var here = new java.util.ArrayList<Shown>();
            walk.in(volume.id(), directory.path(), here::add);
            for (var shown : here) {
                try {
                    if (shown.isDirectory()) {
                        try (var inner = place.directory(shown.path().name())) {
                            all(volume, shown, inner);
                        }
                    } else {
                        one(shown, place, shown.path().name());
                    }
                } catch (IOException e) {
                    missed(shown, Problems.of(shown.path().toString(), e));
                } catch (NodeException e) {
                    missed(shown, e);
                }
            }
            var mtime =
                    kind(directory).orElse(null) instanceof Entry.Directory(var nanos) ? nanos : 0;
            place.finish(mtime == 0 ? Optional.empty() : Optional.of(Times.instant(mtime)));
        }

        private void missed(Shown shown, NodeException why) throws NodeException {
            if (why.problem().code() == Problem.Code.CANCELLED) {
                throw why;
            }
            events.accept(new Event.Missed("/" + shown.path().text(), why.problem()));
        }

        void content(Content content, WritableByteChannel to)
                throws IOException, NodeException, InterruptedException {
            reader.read(content, new Hashed(to), this::written);
            files++;
        }

        void part(Content content, Command.Part part, WritableByteChannel to)
                throws IOException, NodeException, InterruptedException {
            streams.read(content, part, new Hashed(to), this::written);
            files++;
        }

        private void written(long more) {
            bytes += more;
            events.accept(new Event.Progress(Event.Activity.FETCHING, bytes, total));
        }

        /// Hashes what passes.
        private final class Hashed implements WritableByteChannel {

            private final WritableByteChannel to;

            Hashed(WritableByteChannel to) {
                this.to = to;
            }

            @Override
            public int write(ByteBuffer bytes) throws IOException {
                var view = bytes.duplicate();
                int count = to.write(bytes);
                sha.update(view.limit(view.position() + count));
                return count;
            }

            @Override
            public boolean isOpen() {
                return to.isOpen();
            }

            @Override
            public void close() throws IOException {
                to.close();
            }
        }
    }
}
