package dev.holdfast.engine.files;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.core.sync.Sight;

import java.time.Instant;
import java.util.Optional;

/// A directory of the person's and the place in a volume that it is kept in step with.
///
/// @param directory absolute
/// @param volume the one that was meant when it was linked; another of its name is another
/// @param returned when this device was back after the others did without it, if that was ever so
public record Linked(
        String directory, VolumePath at, VolumeId volume, Rules rules, Optional<Instant> returned) {

    /// Hears of each directory of the folder before its names are read.
    @FunctionalInterface
    public interface Entering {

        /// Hears nothing.
        Entering UNHEARD = (_, _) -> {};

        void enter(EntryPath directory, Sight sight);
    }
}
