package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.tree.Shown;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The verbs that look: list and describe.
record ListVerbs(Rooms rooms, ContentReader reader) {

    /// Chunks that one description names. A larger file is described by its first ones.
    private static final int CHUNKS_MAX = 1 << 20;

    /// Hex digits that name a version.
    private static final int VERSION_DIGITS = 12;

    Outcome.Listing list(Command.ListEntries command) throws NodeException, InterruptedException {
        var view = View.of(command.at(), command.asOf(), rooms);
        var place = view.place();
        var walk = view.walk();
        var shown = place.existing();
        if (!shown.isDirectory()) {
            return new Outcome.Listing(List.of(row(shown)), Optional.empty());
        }
        var page =
                new Page(
                        command.after().isEmpty()
                                ? Optional.empty()
                                : Optional.of(Place.checked(command.after().get())));
        try {
            if (command.recursive()) {
                walk.below(place.volume().id(), place.path(), page);
            } else {
                walk.in(place.volume().id(), place.path(), page);
            }
            return new Outcome.Listing(page.rows, Optional.empty());
        } catch (PageFull e) {
            return new Outcome.Listing(page.rows, Optional.of(page.last.text()));
        }
    }

    /// Rows until there are enough. A place and its conflict copies are on one page.
    private static final class Page implements TreeWalk.Visitor<RuntimeException> {

        private final Optional<EntryPath> after;
        private final List<Outcome.Row> rows = new ArrayList<>();
        private EntryPath last = EntryPath.ROOT;

        Page(Optional<EntryPath> after) {
            this.after = after;
        }

        @Override
        public void visit(Shown shown) {
            if (after.isPresent() && !isAfter(shown.home(), after.get())) {
                return;
            }
            if (rows.size() >= Command.ListEntries.PAGE && !shown.home().isSamePlaceAs(last)) {
                throw new PageFull();
            }
            rows.add(row(shown));
            last = shown.home();
        }

        /// Walk order: a directory comes before all in it, names by their keys' bytes.
        private static boolean isAfter(EntryPath path, EntryPath after) {
            var mine = path.names();
            var theirs = after.names();
            for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
                int order = new EntryPath(mine.get(i)).compareTo(new EntryPath(theirs.get(i)));
                if (order != 0) {
                    return order > 0;
                }
            }
            return mine.size() > theirs.size();
        }
    }

    Outcome.Description describe(Command.Describe command)
            throws NodeException, InterruptedException {
        var place = Place.of(command.at(), rooms);
        var shown = place.existing();
        if (shown.version().map(v -> v.entry().kind()).orElse(null) instanceof Entry.File file) {
            return new Outcome.Description(
                    row(shown), file.content().root().toString(), chunks(file.content()));
        }
        return new Outcome.Description(row(shown), "", List.of());
    }

    private List<Outcome.Chunk> chunks(Content content) throws NodeException, InterruptedException {
        var items = new ArrayList<ManifestCursor.Item>();
        try {
            var cursor = new ManifestCursor<NodeException>(content, reader::node);
            for (var item = cursor.next();
                    item != null && items.size() < CHUNKS_MAX;
                    item = cursor.next()) {
                items.add(item);
            }
        } catch (MalformedException e) {
            throw Problems.damaged("The file's list of chunks", e);
        }
        var holders =
                rooms.pool()
                        .holders(items.stream().map(item -> item.ref().id()).distinct().toList());
        return items.stream()
                .map(
                        item ->
                                new Outcome.Chunk(
                                        item.ref().id().toString(),
                                        item.ref().length(),
                                        group(item),
                                        holders.getOrDefault(item.ref().id(), List.of())))
                .toList();
    }

    private static OptionalInt group(ManifestCursor.Item item) {
        return item.isChunk() && item.group() > 0
                ? OptionalInt.of(Math.toIntExact(item.offset() / item.group()))
                : OptionalInt.empty();
    }

    static Outcome.Row row(Shown shown) {
        var path = "/" + shown.path().text();
        return shown.version()
                .map(version -> row(path, version))
                .orElseGet(
                        () -> new Outcome.Row(path, Outcome.Kind.DIRECTORY, 0, Instant.EPOCH, ""));
    }

    static Outcome.Row row(String path, EntryVersion version) {
        var name = version.id().toString().substring(0, VERSION_DIGITS);
        return switch (version.entry().kind()) {
            case Entry.File(var content, var mtime, _) ->
                    new Outcome.Row(
                            path, Outcome.Kind.FILE, content.length(), Times.instant(mtime), name);
            case Entry.Directory(var mtime) ->
                    new Outcome.Row(path, Outcome.Kind.DIRECTORY, 0, Times.instant(mtime), name);
            case Entry.Symlink(var target, var mtime) ->
                    new Outcome.Row(
                            path, Outcome.Kind.SYMLINK, length(target), Times.instant(mtime), name);
            case Entry.Volume _, Entry.Tombstone _ ->
                    new Outcome.Row(path, Outcome.Kind.DIRECTORY, 0, Instant.EPOCH, name);
        };
    }

    private static long length(String target) {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Ends a walk when a page is full.
    private static final class PageFull extends RuntimeException {

        private static final long serialVersionUID = 1;

        PageFull() {
            super(null, null, false, false);
        }
    }
}
