package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.core.sync.Trees.Synced;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// What was observed of a linked folder and its volume so far. It answers for a place, for a part
/// and for a file by any name without going through the rest. Serves one thread.
public final class Observations {

    private final TreeMap<EntryPath, Agreed> agreed = new TreeMap<>();

    /// Where each file was; of one with several names, one of them.
    private final Map<Long, EntryPath> files = new HashMap<>();

    private String root = Trees.Folder.NO_ROOT;
    private Optional<Agreed> last = Optional.empty();

    /// Which directory it is of; empty when none was looked at.
    public String root() {
        return root;
    }

    /// Begins with another directory, of which nothing is known.
    public void begin(String newRoot) {
        agreed.clear();
        files.clear();
        root = newRoot;
    }

    public void take(Observed observed) {
        switch (observed) {
            case Agree(var path, var agree) -> {
                var now = last.map(agree::sharing).orElse(agree);
                last = Optional.of(now);
                forget(agreed.put(path, now), path);
                if (isFile(now)) {
                    files.put(now.sight().inode(), path);
                }
            }
            case Forget(var path) -> forget(agreed.remove(path), path);
        }
    }

    private void forget(@Nullable Agreed before, EntryPath path) {
        if (before != null && isFile(before)) {
            files.remove(before.sight().inode(), path);
        }
    }

    /// Where a system tells no inodes, nothing can be told by them.
    private static boolean isFile(Agreed each) {
        return each.item() instanceof Item.File && each.sight().inode() != 0;
    }

    /// Places of which something is known.
    public int size() {
        return agreed.size();
    }

    public Optional<Agreed> at(EntryPath place) {
        return Optional.ofNullable(agreed.get(place));
    }

    /// Tells of each directory that both sides had, and how it looked.
    public void directories(BiConsumer<EntryPath, Sight> each) {
        agreed.forEach(
                (path, known) -> {
                    if (known.item().isDirectory()) {
                        each.accept(path, known.sight());
                    }
                });
    }

    /// What was directly in the folder, in order.
    public Iterator<EntryPath> top() {
        var top = new Children<>(agreed, EntryPath.ROOT);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return top.hasNext();
            }

            @Override
            public EntryPath next() {
                return top.next().getKey();
            }
        };
    }

    /// Where a file was that looks like this, if it has changed at most its name and its attributes
    /// since.
    public Optional<EntryPath> place(Sight sight) {
        return Optional.ofNullable(files.get(sight.inode()))
                .filter(path -> at(path).orElseThrow().sight().isSameContentAs(sight));
    }

    /// The file that looked just so, wherever it was.
    public Optional<Item.File> file(Sight sight) {
        return Optional.ofNullable(files.get(sight.inode()))
                .flatMap(this::at)
                .filter(each -> each.sight().equals(sight))
                .map(each -> (Item.File) each.item());
    }

    /// All of it, as it is now.
    public Synced all() {
        return new Synced(root, agreed);
    }

    /// What of it belongs to a part, as it is now.
    public Synced of(Part part) {
        return new Synced(root, part.of(agreed));
    }
}
