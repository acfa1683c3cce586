package dev.holdfast.engine.core.membership;

/// A device as the roster's statements leave it.
///
/// @param card what its admission says, with later changes of name and grant applied
/// @param claimed the storage it last claimed to contribute, in bytes
public record Device(DeviceId id, DeviceCard card, Role role, Standing standing, long claimed) {

    /// Whether the pool counts the device in.
    public enum Standing {
        /// It belongs to the pool.
        ADMITTED,
        /// Its admission was stated by a device that had been put out by then. It is kept in sight,
        /// is refused like a stranger, and an owner may admit it anew.
        QUARANTINED,
        /// It was put out, for good.
        REVOKED
    }

    public boolean isAdmitted() {
        return standing == Standing.ADMITTED;
    }

    /// True when it belongs to the pool and may have the pool's secrets.
    public boolean mayHoldSecrets() {
        return isAdmitted() && role.holdsSecrets();
    }

    /// The storage that placement counts, in bytes: what it claims, up to its grant, in whole
    /// steps.
    public long capacity() {
        return isAdmitted() ? CapacitySteps.floor(Math.min(claimed, card.grant())) : 0;
    }
}
