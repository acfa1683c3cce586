package dev.holdfast.engine.core.sync;

/// A thing of a folder as the system described it at one moment: if it looks the same again, nobody
/// has changed it since.
///
/// @param inode which file it is, by whatever name
/// @param size bytes of a file, else 0
/// @param modifiedNanos when its content last changed, as far as programs have not set that; since
///   1970 UTC
/// @param changedNanos when its content, its attributes or its name last changed
public record Sight(long inode, long size, long modifiedNanos, long changedNanos) {}
