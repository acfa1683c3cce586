package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.util.Comparator;

/// An entry as one writer's batch made it: one version of one path, for ever the same everywhere.
public record EntryVersion(Entry entry, Dot dot) {

    /// Later stamps last; of equal ones the order of writers and batches decides, alike everywhere.
    public static final Comparator<EntryVersion> BY_TIME =
            Comparator.comparing((EntryVersion v) -> v.entry.cause().stamp())
                    .thenComparing(EntryVersion::dot)
                    .thenComparing(v -> v.entry.path());

    /// All that has gone into this version, itself included.
    public VersionVector version() {
        return entry.cause().saw().with(dot);
    }

    /// True when whoever wrote this had seen `that`, so that `that` need not be kept.
    public boolean replaces(EntryVersion that) {
        return !dot.equals(that.dot) && entry.cause().saw().contains(that.dot);
    }

    /// A name for this version that is no other's.
    public Hash id() {
        var named = new CanonicalWriter();
        dot.write(named);
        return Sha256.of(named.text(entry.path().key()).toBytes());
    }

    /// The batch in which the content was written; a move leaves it as it was.
    public Dot written() {
        return entry.cause().carried().orElse(dot);
    }
}
