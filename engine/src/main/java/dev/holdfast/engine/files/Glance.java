package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.util.Set;

/// What a look at a part of a linked folder begins with.
///
/// @param applied what of the volume went into the look before
/// @param changed directories of the folder in which something may have changed since
public record Glance(VersionVector applied, Set<EntryPath> changed) {

    public Glance {
        changed = Set.copyOf(changed);
    }
}
