package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Optional;

/// What stands at a place, as far as a person would see a difference. Times are none.
public sealed interface Item {

    /// @param root of the Merkle tree over its content
    /// @param length bytes
    record File(Hash root, long length, boolean executable) implements Item {}

    record Directory() implements Item {}

    record Symlink(String target) implements Item {}

    /// What a volume shows; empty of what is no thing of a folder.
    static Optional<Item> of(Shown shown) {
        if (shown.isDirectory()) {
            return Optional.of(new Directory());
        }
        return shown.version().flatMap(version -> of(version.entry().kind()));
    }

    static Optional<Item> of(Entry.Kind kind) {
        return switch (kind) {
            case Entry.File(var content, _, var executable) ->
                    Optional.of(new File(content.root(), content.length(), executable));
            case Entry.Directory _ -> Optional.of(new Directory());
            case Entry.Symlink(var target, _) -> Optional.of(new Symlink(target));
            case Entry.Volume _, Entry.Tombstone _ -> Optional.empty();
        };
    }

    static void write(Item item, CanonicalWriter to) {
        switch (item) {
            case File(var root, var length, var executable) ->
                    to.u8(1).hash(root).u64(length).flag(executable);
            case Directory() -> to.u8(2);
            case Symlink(var target) -> to.u8(3).text(target);
        }
    }

    static Item read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new File(in.hash(), in.u64(), in.flag());
            case 2 -> new Directory();
            case 3 -> new Symlink(in.text(Entry.TARGET_MAX));
            default -> throw new MalformedException("an item of kind " + kind);
        };
    }

    default boolean isDirectory() {
        return this instanceof Directory;
    }
}
