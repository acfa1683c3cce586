package dev.holdfast.engine.api;

import java.time.Duration;
import java.util.List;

/// How one device and its pool stand. Sizes are bytes.
///
/// @param links the linked folders, of each the first [#WAITING_MAX] files that are not in step
/// @param problems what a person should know, each with what to do
/// @param notes what waits, and for whom or until when, and what is held back as the person set it;
///   a sentence each
public record Status(
        Self device,
        Pool pool,
        Storage storage,
        Copies copies,
        Closing closing,
        Settings settings,
        List<Outcome.Link> links,
        List<Problem> problems,
        List<String> notes) {

    /// Files that are not in step, named for each folder.
    public static final int WAITING_MAX = 20;

    /// This device.
    ///
    /// @param address where it listens, `host:port`
    /// @param running whether a daemon keeps it up; without one, copies are made only during
    ///   commands
    public record Self(String id, String name, Role role, String address, boolean running) {}

    /// The pool: its devices, and how many of them are here now.
    public record Pool(String id, int devices, int online) {}

    /// Room and use.
    ///
    /// @param usableBytes what the pool can hold with all copies
    /// @param protectedBytes sealed bytes held here that have all their copies
    /// @param usedBytes sealed bytes held here
    /// @param freeBytes what the disk has left for Holdfast
    public record Storage(long usableBytes, long protectedBytes, long usedBytes, long freeBytes) {}

    /// Copies of what this device holds.
    ///
    /// @param owed copies still to be made
    /// @param underReplicatedChunks chunks that lack copies
    /// @param minLive the fewest live copies any chunk has; 0 when there is no chunk
    public record Copies(long owed, long underReplicatedChunks, int minLive) {}

    /// What would be out of reach if this device closed now.
    ///
    /// @param safe whether nothing would be
    /// @param chunks held here of which no other device within reach has a copy
    /// @param what in one sentence
    public record Closing(boolean safe, long chunks, String what) {}

    /// The settings that explain what a person waits for.
    public record Settings(Duration repairAfter, Duration repairUrgentAfter) {}
}
