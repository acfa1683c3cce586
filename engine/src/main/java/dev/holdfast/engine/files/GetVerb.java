package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.LocalTarget;
import dev.holdfast.engine.folder.LocalTree.OwnHome;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.function.Consumer;

/// Gives files back: to a place on this machine, or to a stream.
///
/// @param streams reads for streams, which may take as long as they like
/// @param own nothing is placed in it
record GetVerb(Rooms rooms, FileGrower grower, ContentReader streams, OwnHome own) {

    Outcome.Fetched get(Command.Get command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var view = View.of(command.from(), command.asOf(), rooms);
        var place = view.place();
        var shown = place.existing();
        var account = new GetAccount(events, shown.isDirectory() ? below(view) : extent(shown));
        var sha = new Sha256();
        try {
            var target = LocalTarget.of(command.destination(), place.path().name(), own);
            try (var directory = LocalPlace.open(target.directory())) {
                if (shown.isDirectory()) {
                    try (var inner = directory.directory(target.name());
                            var tree = new TreeGet(this, view.walk(), account, inner)) {
                        tree.all(place.volume().id(), shown);
                    }
                } else {
                    one(shown, target.name(), directory, account, sha);
                }
                directory.force();
            }
        } catch (IOException e) {
            throw Problems.of(command.destination(), e);
        }
        return account.fetched(
                shown.isDirectory() ? Optional.empty() : Optional.of(sha.finish().toString()));
    }

    private void one(Shown shown, String name, LocalPlace directory, GetAccount account, Sha256 sha)
            throws IOException, NodeException, InterruptedException {
        switch (kind(shown).orElse(null)) {
            case Entry.File file -> {
                grower.grow(
                        file,
                        name,
                        directory,
                        bytes -> {
                            account.written(bytes.remaining());
                            sha.update(bytes);
                        });
                account.placed();
            }
            case Entry.Symlink(var target, _) -> directory.link(name, target, () -> {});
            case null, default -> throw new IOException(name + " is nothing that can be placed");
        }
    }

    Outcome.Fetched get(Command.GetStream command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var place = View.of(command.from(), command.asOf(), rooms).place();
        var shown = place.existing();
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
        var account = new GetAccount(events, new GetAccount.Extent(1, part.end() - part.begin()));
        var sha = new Sha256();
        try {
            var to = Channels.newChannel(command.destination());
            streams.read(
                    file.content(),
                    part,
                    (bytes, _) -> {
                        account.written(bytes.remaining());
                        sha.update(bytes.duplicate());
                        writeAll(bytes, to);
                    });
            command.destination().flush();
        } catch (IOException e) {
            throw Problems.of("the output", e);
        }
        account.placed();
        return account.fetched(Optional.of(sha.finish().toString()));
    }

    private static void writeAll(ByteBuffer bytes, WritableByteChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static GetAccount.Extent below(View view) throws NodeException {
        var all = new GetAccount.Extent[] {GetAccount.Extent.NOTHING};
        view.walk()
                .below(
                        view.place().volume().id(),
                        view.place().path(),
                        shown -> all[0] = all[0].plus(extent(shown)));
        return all[0];
    }

    private static GetAccount.Extent extent(Shown shown) {
        return kind(shown).orElse(null) instanceof Entry.File file
                ? new GetAccount.Extent(1, file.content().length())
                : GetAccount.Extent.NOTHING;
    }

    static Optional<Entry.Kind> kind(Shown shown) {
        return shown.version().map(version -> version.entry().kind());
    }
}
