package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What can be seen of a home from outside. [Doctor] judges it.
///
/// @param directory the home
/// @param permissions such as `rwx------`; empty where the system has none
/// @param key why the device's key cannot be used
/// @param settings what is wrong in the file of settings
/// @param books how far journal and catalog are; empty while another process has them open
/// @param port where a running daemon should be reached; empty when none runs
record Vitals(
        String directory,
        Optional<String> permissions,
        Optional<Problem> key,
        Optional<Problem> settings,
        Tenant tenant,
        Space space,
        Packs packs,
        Optional<Books> books,
        Optional<Port> port,
        Clock clock) {

    /// Who has the home.
    enum Tenant {
        NOBODY,
        /// Nobody, but a daemon that was killed has left its door.
        A_GHOST,
        A_DAEMON,
        /// A daemon of another version of Holdfast.
        A_STRANGER,
        A_COMMAND
    }

    /// Bytes that the disk has left, and those that Holdfast leaves free.
    record Space(long freeBytes, long floorBytes) {}

    /// @param faults what is wrong with each pack whose first block is not sound
    record Packs(long count, List<String> faults) {}

    /// @param journal the number of the last record in the journal
    /// @param catalog the number of the last record that the catalog has taken in
    /// @param problem why they could not be opened; the numbers are 0 then
    record Books(long journal, long catalog, Optional<String> problem) {}

    /// @param reached whether a connection from this machine came about
    record Port(String address, boolean reached) {}

    /// @param newest when the newest file of the home was written, as the clock was then
    record Clock(Instant now, Instant newest) {}
}
