package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A directory of a file system in a test. Nothing is in what is no directory, and only what is
/// empty can be removed, as everywhere.
final class MemoryFolder {

    private final TreeMap<EntryPath, Present> things = new TreeMap<>();
    private long clock;
    private long inodes;

    Optional<Present> at(EntryPath path) {
        return Optional.ofNullable(things.get(path));
    }

    SortedMap<EntryPath, Present> all() {
        return new TreeMap<>(things);
    }

    boolean isDirectory(EntryPath path) {
        return path.isRoot() || at(path).filter(p -> p.item().isDirectory()).isPresent();
    }

    boolean isEmpty(EntryPath directory) {
        return things.keySet().stream().noneMatch(path -> path.isBelow(directory));
    }

    List<EntryPath> below(EntryPath directory) {
        return things.keySet().stream().filter(path -> path.isBelow(directory)).toList();
    }

    /// Makes the directories above a path that are missing.
    ///
    /// @return false when something else is in the way
    boolean makeParents(EntryPath path) {
        var missing = new ArrayList<EntryPath>();
        for (var at = path.parent(); !at.isRoot(); at = at.parent()) {
            if (at(at).isEmpty()) {
                missing.addFirst(at);
            } else if (!isDirectory(at)) {
                return false;
            }
        }
        missing.forEach(each -> put(each, new Item.Directory()));
        return true;
    }

    /// Makes a thing anew; whatever has the name is gone.
    void put(EntryPath path, Item item) {
        things.put(path, new Present(item, sight(++inodes, item)));
    }

    /// Writes into a file that is there.
    void change(EntryPath path, Item item) {
        things.computeIfPresent(path, (_, old) -> new Present(item, sight(inode(old), item)));
    }

    void remove(EntryPath path) {
        things.remove(path);
    }

    /// Gives a thing another name, and with a directory all that is in it.
    void rename(EntryPath from, EntryPath to) {
        for (var below : below(from)) {
            var moved = Objects.requireNonNull(things.remove(below));
            things.put(
                    new EntryPath(to.text() + below.text().substring(from.text().length())), moved);
        }
        var moved = Objects.requireNonNull(things.remove(from));
        things.put(to, new Present(moved.item(), sight(inode(moved), moved.item())));
    }

    private static long inode(Present present) {
        return present.sight().inode();
    }

    private Sight sight(long inode, Item item) {
        return switch (item) {
            case Item.File(_, var length, _) -> new Sight(inode, length, ++clock, clock);
            case Item.Symlink _ -> new Sight(inode, 0, ++clock, clock);
            case Item.Directory _ -> new Sight(inode, 0, 0, 0);
        };
    }
}
