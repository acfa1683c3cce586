package dev.holdfast.engine.core.repair;

/// How the chunks that this device holds stand.
///
/// @param owed copies still to be made
/// @param underReplicated chunks that lack a copy
/// @param lone chunks of which no other device that can be reached has a copy
/// @param minLive the fewest live copies of any chunk; 0 when there is no chunk
/// @param settled whether all chunks have been looked at since the pool last changed, and nothing
///   that can be paid now is owed
public record RepairProgress(
        long owed, long underReplicated, long lone, int minLive, boolean settled) {}
