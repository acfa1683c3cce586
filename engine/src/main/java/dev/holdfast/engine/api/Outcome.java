package dev.holdfast.engine.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What became of a [Command]. Sizes are bytes.
public sealed interface Outcome {

    /// Files were stored here durably and, as far as they could be in time, elsewhere.
    ///
    /// @param bytes plain bytes of the files
    /// @param chunks chunks of the files, manifests included
    /// @param newChunks those of them that this device did not have
    /// @param storedBytes sealed bytes written to this device's packs
    /// @param sentBytes sealed bytes sent to other devices before this returned
    /// @param copies the durable copies
    record Stored(
            long files,
            long bytes,
            long chunks,
            long newChunks,
            long storedBytes,
            long sentBytes,
            Copies copies,
            Duration took)
            implements Outcome {}

    /// How many durable copies there are of what was stored: devices with content and name.
    ///
    /// @param min the fewest copies any part has
    /// @param wanted the copies the command waited for
    /// @param possible the copies that the devices which are here now can hold
    /// @param holders names of the devices that hold all of it
    record Copies(int min, int wanted, int possible, List<String> holders) {}

    /// Files were written to this machine.
    ///
    /// @param sha256 of the content, in hex, when it was one file
    record Fetched(long files, long bytes, Optional<String> sha256, Duration took)
            implements Outcome {}

    /// What an entry is.
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    /// One entry of a volume.
    ///
    /// @param version which version this is, short and stable
    record Row(String path, Kind kind, long size, Instant mtime, String version) {}

    /// A page of entries, and where the next one begins; empty when this is the last.
    record Listing(List<Row> rows, Optional<String> next) implements Outcome {}

    /// What a writer did.
    enum Deed {
        /// Content, or a directory or a symlink, was written.
        WRITTEN,
        /// It came from another name.
        MOVED_HERE,
        /// It went to another name.
        MOVED_AWAY,
        REMOVED
    }

    /// What became of a version.
    enum Standing {
        /// It is shown now.
        STANDS,
        /// Another has replaced it, and it can be brought back.
        REPLACED,
        /// The volume keeps it no more, and its content may be gone.
        GONE
    }

    /// One version of one entry.
    ///
    /// @param row what it said; of one that went or was removed only the path and the version
    /// @param at when it was written
    /// @param by the device that wrote it
    /// @param to where it went; empty when it was not moved away
    record Version(
            Row row, Deed deed, Standing standing, Instant at, String by, Optional<String> to) {}

    /// Versions, the newest first.
    ///
    /// @param isMore whether there are older ones
    record History(List<Version> versions, boolean isMore) implements Outcome {}

    /// A part of a volume was brought back.
    ///
    /// @param entries that came back
    /// @param same that stood so already
    /// @param removed that were not there then
    /// @param gone files that stay as they are: what stood then is kept no more; 1,000 at most
    record Restored(long entries, long same, long removed, List<String> gone) implements Outcome {

        /// Paths in `gone`.
        public static final int GONE_MAX = 1_000;
    }

    /// A version of a file of which others stand too.
    ///
    /// @param row under the name that it is shown by
    /// @param at when it was written; empty of a directory that is there only for what is in it
    /// @param by the device that wrote it
    /// @param mine whether that is the device that answers
    record Rival(Row row, Optional<Instant> at, String by, boolean mine) {}

    /// A file of which a person is to choose a version.
    ///
    /// @param versions two at least: what has the plain name, then the others, the latest first
    record Conflict(VolumePath place, List<Rival> versions) {}

    /// Files of which a person is to choose a version, in order of their paths.
    ///
    /// @param isMore whether there are more than these
    record Conflicts(List<Conflict> conflicts, boolean isMore) implements Outcome {

        /// Files in one answer.
        public static final int MAX = 1_000;
    }

    /// It was decided between versions.
    ///
    /// @param kept the paths that those kept have now
    /// @param over how many are history now
    record Resolved(List<String> kept, int over) implements Outcome {}

    /// A chunk and the names of the devices that hold it.
    ///
    /// @param length plain bytes
    /// @param group which fixed-size piece of the file this is a part of, when those exceed a chunk
    record Chunk(String id, int length, OptionalInt group, List<String> holders) {}

    /// All about one entry.
    ///
    /// @param root the Merkle root of the content in hex; empty for a directory or a symlink
    record Description(Row row, String root, List<Chunk> chunks) implements Outcome {}

    /// What a device does for the pool.
    enum Duty {
        /// It keeps copies.
        ACTIVE,
        /// Its copies go to others.
        DRAINING,
        /// Its copies went to others: it may be removed.
        DRAINED,
        /// It is away, and the others do without it.
        PARKED,
        /// Nothing: who let it in was out of the pool by then. An owner may adopt it or remove it.
        QUARANTINED
    }

    /// One device of the pool.
    ///
    /// @param capacityBytes what placement counts: nothing of a device that is drained or parked
    /// @param usedBytes what its chunks take, as far as known here
    /// @param address where it was last reached
    record Device(
            String id,
            String name,
            Role role,
            boolean online,
            long capacityBytes,
            long usedBytes,
            Optional<String> address,
            Optional<Instant> lastSeen,
            Duty duty) {}

    /// The pool's devices, this one first, and those that are quarantined last.
    record Devices(List<Device> devices) implements Outcome {}

    /// All about one device of the pool.
    ///
    /// @param code its id as people read and type it, each group with a check
    /// @param seniority its place in the order of admission, the first is 1
    /// @param admittedBy the device that admitted it; empty if that was the founding or a recovery
    /// @param owed chunks held here that belong there too and are not known to be there
    /// @param leaving chunks there that belong on others, as far as it told
    record DeviceShown(
            Device device,
            String code,
            int seniority,
            Optional<String> admittedBy,
            Room room,
            Share share,
            long owed,
            long leaving)
            implements Outcome {}

    /// What a device may take.
    ///
    /// @param claimedBytes what it says that it contributes
    /// @param grantedBytes the most that an owner lets count
    /// @param offeredBytes the less of both, in steps of an eighth of an octave
    record Room(long claimedBytes, long grantedBytes, long offeredBytes) {}

    /// How many of the partitions of all chunks a device owns.
    record Share(int partitions, int of) {}

    /// How far a device is drained.
    ///
    /// @param left chunks that it still has, as far as it told
    /// @param copies of each chunk that the other devices can hold
    /// @param wanted copies of each chunk that the pool keeps where a volume does not say otherwise
    record Drained(Duty duty, long left, int copies, int wanted) implements Outcome {}

    /// A volume and how it is kept, each as in [Command.CreateVolume].
    record Volume(
            String name,
            int copies,
            OptionalInt chunkBytes,
            WaitPolicy policy,
            Duration keep,
            Duration daily)
            implements Outcome {}

    /// The pool's volumes, in order of their names.
    record Volumes(List<Volume> volumes) implements Outcome {}

    /// Which way changes go.
    enum Mode {
        BOTH,
        /// From the folder to the volume; the folder is never changed.
        SEND,
        /// From the volume to the folder; the volume is never changed.
        RECEIVE
    }

    /// How a linked folder stands.
    enum LinkState {
        /// Folder and volume have the same.
        IN_STEP,
        /// It is being worked on.
        WORKING,
        /// All but some files, each with its reason, is in step.
        PARTLY,
        /// A person has paused it.
        PAUSED,
        /// A person is to agree first.
        ASKING,
        /// It cannot be worked on.
        TROUBLED,
        /// It is kept in step while the daemon runs.
        RESTING
    }

    /// A file that is not in step.
    ///
    /// @param waitsFor names of the devices that can help, as far as they are known
    /// @param remedy what to do, in one sentence that begins with a verb
    record Waiting(String path, String why, List<String> waitsFor, String remedy) {}

    /// What is left to do about a linked folder.
    ///
    /// @param waiting files that are not in step
    /// @param conflicts files of which a person is to choose a version
    /// @param before when it asks, or has just been answered: the last moment before what it asks
    ///   about. Bringing the place back as it stood then takes that back
    record Left(long waiting, long conflicts, Optional<Instant> before) {}

    /// A linked folder.
    ///
    /// @param only the parts that it has; empty for all
    /// @param problem why nothing is done
    /// @param late why changes made in it are seen late
    /// @param waiting files that are not in step, the first 1,000 of them
    record Link(
            String directory,
            VolumePath at,
            Mode mode,
            List<String> only,
            LinkState state,
            Optional<Problem> problem,
            Optional<Problem> late,
            List<Waiting> waiting,
            Left left)
            implements Outcome {}

    /// The linked folders of a device.
    record Links(List<Link> links) implements Outcome {}

    /// Events were told: how many.
    record Told(long events) implements Outcome {}

    /// Figures of this moment.
    ///
    /// @param text as Prometheus reads them: its exposition format 0.0.4
    record Metrics(String text) implements Outcome {}

    /// All that a device keeps was read.
    ///
    /// @param checkedBytes of packs
    /// @param damaged chunks whose bytes are not what they should be
    /// @param missing chunks that this device should have and has not
    /// @param alone those of both that did not come back and that no other device is known to have
    /// @param repaired those of both of which a sound copy came back
    /// @param fromFolders those of these that were read again from linked folders
    /// @param files those that have such chunks, in order of their paths, 1,000 at the most; chunks
    ///   of older versions are in none
    /// @param took reading them
    record Scrubbed(
            long checkedBytes,
            long checkedChunks,
            long damaged,
            long missing,
            long alone,
            long repaired,
            long fromFolders,
            List<Hurt> files,
            Duration took)
            implements Outcome {}

    /// Room was given back, or waits.
    ///
    /// @param chunks that were deleted here
    /// @param bytes of these
    /// @param waitingChunks that no name needs and that stay for now
    /// @param waitingBytes of these
    /// @param orphans ids of these, a thousand at the most
    /// @param waits what is waited for beside time, a sentence each
    record Collected(
            long chunks,
            long bytes,
            long waitingChunks,
            long waitingBytes,
            List<String> orphans,
            List<String> waits)
            implements Outcome {}

    /// Where other devices reach this one.
    ///
    /// @param answers of those that were asked and answered
    record Reach(List<Dialed> answers) implements Outcome {}

    /// What the device of this name found when it dialled this one.
    ///
    /// @param reached addresses at which this device answered it, `HOST:PORT`
    /// @param missed those at which it did not
    record Dialed(String device, List<String> reached, List<String> missed) {}

    /// A file, `VOLUME:/PATH`, of which so many chunks cannot be read on this device.
    ///
    /// @param copies the fewest that any of these has on other devices
    /// @param back whether sound copies of all of these are here again
    record Hurt(String path, int chunks, int copies, boolean back) {}

    /// Copies that were owed were made.
    ///
    /// @param made how many
    /// @param sentBytes sealed bytes that went to other devices
    /// @param owed copies still to be made
    /// @param away names of the devices that could take them and are not here
    /// @param full names of the devices that have no room for them
    record Repaired(
            long made,
            long sentBytes,
            long owed,
            List<String> away,
            List<String> full,
            Duration took)
            implements Outcome {}

    /// Copies moved to where they belong.
    ///
    /// @param movedChunks how many went from here
    /// @param movedBytes of sealed chunks
    /// @param leftChunks those that belong elsewhere and are still here
    /// @param away names of the devices that must be here before these can move
    record Rebalanced(
            long movedChunks,
            long movedBytes,
            long leftChunks,
            long leftBytes,
            List<String> away,
            Duration took)
            implements Outcome {}

    /// Names changed: how many entries.
    record Changed(long entries) implements Outcome {}

    /// A daemon ended.
    ///
    /// @param finished commands that were under way and came to their end
    /// @param cancelled commands that were under way and were taken back
    /// @param owed copies still to be made; they are made when the device runs again
    record Stopped(long finished, long cancelled, long owed) implements Outcome {}

    /// A guest came in.
    ///
    /// @param check words that its screen shows as well; empty when it came with a ticket
    record Admitted(String device, Optional<String> check) implements Outcome {}
}
