package dev.holdfast.engine.api.recovery;

import dev.holdfast.engine.api.Role;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the devices that answered know of a pool.
///
/// @param pool its id
/// @param devices those that belong to it, the most senior first
/// @param files in all volumes, as they stand now
/// @param bytes of these
/// @param lacking the files of which no device that answered has all, in order of their paths,
///   [#LACKING_MAX] at the most
/// @param lackingFiles how many these are in all
/// @param unreadable batches of names that cannot be opened
public record Found(
        String pool,
        List<Survivor> devices,
        long files,
        long bytes,
        List<Lacking> lacking,
        long lackingFiles,
        long unreadable) {

    /// Files that are named.
    public static final int LACKING_MAX = 1_000;

    /// A device of the pool.
    ///
    /// @param reached whether it answered
    /// @param lastWrote when it last wrote a name that anybody who answered has; empty when it
    ///   never did
    public record Survivor(
            String id, String name, Role role, boolean reached, Optional<Instant> lastWrote) {}

    /// A file that cannot be given back now.
    ///
    /// @param path `VOLUME:/PATH`
    /// @param chunks how many it has; 0 when not even their list is there
    /// @param lacking how many of these nobody has
    public record Lacking(String path, long chunks, long lacking) {}

    public Found {
        devices = List.copyOf(devices);
        lacking = List.copyOf(lacking);
    }
}
