package dev.holdfast.engine.core.membership;

/// A device as the roster's statements leave it.
///
/// @param card what its admission says, with later changes of name and grant applied
public record Device(DeviceId id, DeviceCard card, Role role, Standing standing, Duty duty) {

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

    /// Whether its copies go to others, so that it can leave.
    public enum Drain {
        /// They stay.
        NONE,
        /// They go.
        UNDERWAY,
        /// They went: it has none any more.
        DONE
    }

    /// What the device does for the pool.
    ///
    /// @param claimed the storage it last claimed to contribute, in bytes
    /// @param isParked whether the others do without it
    public record Duty(long claimed, Drain drain, boolean isParked) {

        Duty claiming(long bytes) {
            return new Duty(bytes, drain, isParked);
        }

        /// A device that says it is done without being asked any more stays: who took the drain
        /// back had not heard it.
        Duty draining(Drain next) {
            boolean isLate = next == Drain.DONE && drain == Drain.NONE;
            return isLate ? this : new Duty(claimed, next, isParked);
        }

        Duty parked(boolean next) {
            return new Duty(claimed, drain, next);
        }
    }

    /// As an admission leaves it.
    static Device admitted(DeviceCard card, Role role, Standing standing) {
        return new Device(
                card.id(), card, role, standing, new Duty(card.grant(), Drain.NONE, false));
    }

    Device with(DeviceCard changed) {
        return new Device(id, changed, role, standing, duty);
    }

    Device with(Role changed) {
        return new Device(id, card, changed, standing, duty);
    }

    Device with(Duty changed) {
        return new Device(id, card, role, standing, changed);
    }

    public boolean isAdmitted() {
        return standing == Standing.ADMITTED;
    }

    public boolean isQuarantined() {
        return standing == Standing.QUARANTINED;
    }

    /// True when it belongs to the pool and may have the pool's secrets.
    public boolean mayHoldSecrets() {
        return isAdmitted() && role.holdsSecrets();
    }

    /// The storage it offers, in bytes: what it claims, up to its grant, in whole steps.
    public long offered() {
        return isAdmitted() ? CapacitySteps.floor(Math.min(duty.claimed, card.grant())) : 0;
    }

    /// The storage that placement counts, in bytes: what it offers, and nothing of a device that is
    /// drained or parked.
    public long capacity() {
        return duty.drain == Drain.NONE && !duty.isParked ? offered() : 0;
    }
}
