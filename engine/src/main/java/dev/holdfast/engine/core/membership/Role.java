package dev.holdfast.engine.core.membership;

/// What a device may do in its pool.
public enum Role {
    /// Reads and writes, admits and removes devices, rotates the epoch.
    OWNER,
    /// Reads and writes.
    MEMBER,
    /// Reads.
    READER,
    /// Stores sealed bytes and can read none of them.
    KEEPER;

    /// True when the device is given the pool's secrets.
    public boolean holdsSecrets() {
        return this != KEEPER;
    }

    public boolean mayWrite() {
        return this == OWNER || this == MEMBER;
    }

    /// True when the device may admit, change and revoke others.
    public boolean mayGovern() {
        return this == OWNER;
    }
}
