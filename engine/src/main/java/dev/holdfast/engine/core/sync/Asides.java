package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.tree.ConflictName;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// Names for what makes room in a folder. They follow from what gets them, so to do it again gives
/// no further name.
record Asides(Trees trees) {

    /// A name beside `path` that stands on neither side.
    EntryPath of(EntryPath path, Item item, Sight sight) {
        var when = Instant.EPOCH.plus(Duration.ofNanos(sight.modifiedNanos()));
        var hash = hash(item);
        while (true) {
            for (int digits : ConflictName.DIGITS) {
                var name = ConflictName.of(path, when, hash, digits);
                if (!trees.folder().items().containsKey(name)
                        && !trees.volume().shown().containsKey(name)) {
                    return name;
                }
            }
            hash = Sha256.of(hash.toBytes());
        }
    }

    private static Hash hash(Item item) {
        return switch (item) {
            case Item.File(var root, _, _) -> root;
            case Item.Directory() -> Sha256.of(new byte[0]);
            case Item.Symlink(var target) -> Sha256.of(target.getBytes(StandardCharsets.UTF_8));
        };
    }
}
