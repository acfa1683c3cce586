package dev.holdfast.engine.api;

import java.time.Instant;
import java.util.Optional;

/// What a running command reports.
public sealed interface Event {

    /// Something happened to the device or its pool.
    ///
    /// @param number counts from 1 since the daemon was started; a gap says that some are not kept
    ///   any more
    /// @param device the name of the device that it is about
    /// @param what in one sentence; may have names from other devices in it
    record Happened(long number, Instant at, Kind kind, Optional<String> device, String what)
            implements Event {}

    /// What kind of thing happened; programs decide by it.
    enum Kind {
        /// A device answers that did not.
        DEVICE_CAME,
        /// A device does not answer, or has not for so long that its copies are made again.
        DEVICE_WENT,
        /// A device was let into the pool.
        DEVICE_JOINED,
        /// A device was put out of the pool.
        DEVICE_REMOVED,
        /// The pool's list says another thing of a device than before: its name, its role, its
        /// capacity, that it is drained or parked.
        DEVICE_CHANGED,
        /// Files were stored, moved or removed, here or on another device.
        NAMES_CHANGED,
        /// Copies are still to be made.
        COPIES_OWED,
        /// All copies are made.
        COPIES_MADE,
        /// The packs of this device are being read, to see whether all in them is sound.
        SCRUB_BEGAN,
        /// They were read.
        SCRUB_ENDED,
        /// Chunks on this device were found damaged, and are not counted any more.
        DAMAGED,
        /// Chunks that were damaged are sound again here, or kept by others.
        MENDED,
        /// Copies held here move to the devices on which they belong.
        BALANCE_BEGAN,
        /// No more of them move for now.
        BALANCE_ENDED,
        /// A device has no room for copies that it should take.
        DEVICE_FULL,
        /// Something waits for a device or a time, or is held back as the person set it.
        WAITS,
        /// Something that a person should know, with what to do.
        TROUBLE
    }

    /// How far a command has come.
    ///
    /// @param activity what is being done
    /// @param done bytes or copies done so far
    /// @param total of how many; 0 when that is not known
    record Progress(Activity activity, long done, long total) implements Event {}

    /// What the numbers of a [Progress] count.
    enum Activity {
        /// Plain bytes read and stored here.
        STORING,
        /// Chunks that have as many durable copies as the command waits for.
        COPYING,
        /// Plain bytes fetched and written.
        FETCHING,
        /// Bytes of packs read and verified.
        READING,
        /// Sealed bytes that went to the devices on which they belong.
        MOVING,
        /// Chunks that a device has given to others.
        DRAINING
    }

    /// One file of several could not be done; the others go on.
    record Missed(String path, Problem problem) implements Event {}

    /// A guest may join.
    ///
    /// @param code four words for a person to type
    /// @param ticket the same for a camera or a program: longer, and with this device's addresses
    record Invited(String code, String ticket, Instant expires) implements Event {}
}
