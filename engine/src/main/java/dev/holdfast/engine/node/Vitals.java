package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What can be seen of a home from outside. [Doctor] judges it.
///
/// @param directory the home
/// @param place what can be seen of the directory alone
/// @param key why the device's key cannot be used
/// @param settings what is wrong in the file of settings
/// @param books how far journal and catalog are; empty while another process has them open
/// @param port where a running daemon should be reached; empty when none runs
record Vitals(
        String directory,
        Place place,
        Optional<Problem> key,
        Optional<Problem> settings,
        Tenant tenant,
        Space space,
        Packs packs,
        Optional<Books> books,
        Optional<Port> port,
        Clock clock) {

    /// @param permissions such as `rwx------`; empty where the system has none
    /// @param isKeyExposed whether others can read the device's key
    /// @param barrier why nothing can be written
    /// @param leftovers what work that was broken off has left
    record Place(
            Optional<String> permissions,
            boolean isKeyExposed,
            Optional<String> barrier,
            List<Path> leftovers) {}

    /// Who has the home.
    enum Tenant {
        NOBODY,
        /// Nobody, but a daemon that was killed has left its door.
        A_GHOST,
        A_DAEMON,
        /// A daemon of another version of Holdfast.
        A_STRANGER,
        A_COMMAND,
        /// Nothing can be written there, not even a lock.
        NOBODY_CAN
    }

    /// Bytes that the disk has left, and those that Holdfast leaves free.
    record Space(long freeBytes, long floorBytes) {}

    /// @param faults what is wrong with each pack whose first block is not sound
    /// @param hasLater whether a later version of the program wrote one of them
    /// @param unlisted packs whose list is missing or damaged
    /// @param damaged chunks that were found damaged, and of which no sound copy came yet
    record Packs(
            long count,
            List<String> faults,
            boolean hasLater,
            List<String> unlisted,
            long damaged) {}

    /// @param journal the number of the last record in the journal
    /// @param catalog the number of the last record that the catalog has taken in
    /// @param chunks those that are kept here; empty when that cannot be said
    /// @param problem why they could not be opened; the numbers are 0 then
    record Books(long journal, long catalog, Optional<Chunks> chunks, Optional<Problem> problem) {}

    /// @param kept chunks that the books promise to others
    /// @param missing those of them that are in no pack
    /// @param alone those of the missing that no other device is known to hold
    record Chunks(long kept, long missing, long alone) {}

    /// @param reached whether a connection from this machine came about
    /// @param others what other devices found that dialled it
    record Port(String address, boolean reached, List<Outcome.Dialed> others) {}

    /// @param newest when the newest file of the home was written, as the clock was then
    record Clock(Instant now, Instant newest) {}
}
