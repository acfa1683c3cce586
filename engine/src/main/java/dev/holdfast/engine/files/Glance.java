package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.util.Optional;
import java.util.Set;

/// What a look at a part of a linked folder begins with.
///
/// @param applied what of the volume went into the look before
/// @param changed directories of the folder in which something may have changed since
/// @param changing those and others in which something changes just now: they are looked at only
///   where directories are looked at anyway; empty when they are too many
/// @param isEarly whether not all was looked at yet since the device was started, so that only what
///   is the same whatever is elsewhere may be done
public record Glance(
        VersionVector applied,
        Set<EntryPath> changed,
        Optional<Set<EntryPath>> changing,
        boolean isEarly) {

    public Glance {
        changed = Set.copyOf(changed);
        changing = changing.map(Set::copyOf);
    }
}
