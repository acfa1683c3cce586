package dev.holdfast.engine.api;

/// What a device may do in its pool.
public enum Role {
    /// Reads, writes, admits and removes devices.
    OWNER,
    /// Reads and writes.
    MEMBER,
    /// Reads.
    READER,
    /// Stores sealed bytes that it cannot read.
    KEEPER
}
