package dev.holdfast.engine.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything a face may ask of a node. The list is closed. Paths of this machine are absolute: a
/// daemon's working directory is not the person's.
///
/// @param <R> what the command answers with
public sealed interface Command<R extends Outcome> {

    /// What is expected to stand at a place where nothing may stand.
    String NOTHING = "none";

    /// Stores files and directories under `to`. As with `cp`, a destination that is a directory,
    /// ends in a slash, or takes several sources receives them by name.
    ///
    /// @param policy how many durable copies to wait for; the volume's own policy when empty
    /// @param patience how long to wait for them
    record Put(List<String> sources, VolumePath to, Optional<WaitPolicy> policy, Duration patience)
            implements Command<Outcome.Stored> {

        /// Arguments of one command. A shell passes no more.
        public static final int SOURCES_MAX = 100_000;

        public Put {
            sources = List.copyOf(sources);
            if (sources.isEmpty() || sources.size() > SOURCES_MAX) {
                throw new IllegalArgumentException(
                        sources.size() + " sources; 1 to " + SOURCES_MAX);
            }
        }
    }

    /// Stores one file from a stream. The stream is read to its end and not closed.
    ///
    /// @param expected the version that the file replaces, or [#NOTHING]; if another stands there
    ///   when the name is written, that is a problem `CHANGED`
    record PutStream(
            InputStream source,
            VolumePath to,
            Optional<WaitPolicy> policy,
            Duration patience,
            Optional<String> expected)
            implements Command<Outcome.Stored> {

        /// Whatever stands there is replaced.
        public PutStream(
                InputStream source, VolumePath to, Optional<WaitPolicy> policy, Duration patience) {
            this(source, to, policy, patience, Optional.empty());
        }
    }

    /// Writes a file, or a directory and all below it, to `destination` on this machine. As with
    /// `cp`, an existing directory receives it by name.
    ///
    /// @param asOf the time at which it stood so; empty for as it stands
    record Get(VolumePath from, String destination, Optional<Instant> asOf)
            implements Command<Outcome.Fetched> {

        /// As it stands.
        public Get(VolumePath from, String destination) {
            this(from, destination, Optional.empty());
        }
    }

    /// Writes the bytes of one file, or a part of them, to a stream, which is flushed and not
    /// closed. What is outside of the part is not fetched, but for the rest of its chunks.
    ///
    /// @param part which bytes
    /// @param expected the version that is wanted; if another stands there, that is a problem
    ///   `CHANGED`
    /// @param asOf the time at which it stood so; empty for as it stands
    record GetStream(
            VolumePath from,
            Part part,
            Optional<String> expected,
            Optional<Instant> asOf,
            OutputStream destination)
            implements Command<Outcome.Fetched> {

        /// A part of the file, as it stands.
        public GetStream(
                VolumePath from, Part part, Optional<String> expected, OutputStream destination) {
            this(from, part, expected, Optional.empty(), destination);
        }

        /// The whole file.
        public GetStream(VolumePath from, Optional<Instant> asOf, OutputStream destination) {
            this(from, Part.WHOLE, Optional.empty(), asOf, destination);
        }

        /// The whole file, as it stands.
        public GetStream(VolumePath from, OutputStream destination) {
            this(from, Optional.empty(), destination);
        }
    }

    /// Bytes of a file from `begin` to before `end`, or to the end of the file.
    record Part(long begin, long end) {

        public static final Part WHOLE = new Part(0, Long.MAX_VALUE);

        public Part {
            if (begin < 0 || end < begin) {
                throw new IllegalArgumentException("bytes from " + begin + " to " + end);
            }
        }
    }

    /// One page of the entries of a directory, or the one entry of a file, in order of path.
    ///
    /// @param recursive whether entries of directories below are listed too
    /// @param after what the page before said of the next; empty for the first page
    /// @param asOf the time of which is asked; empty for now
    record ListEntries(
            VolumePath at, boolean recursive, Optional<String> after, Optional<Instant> asOf)
            implements Command<Outcome.Listing> {

        /// Entries a page.
        public static final int PAGE = 1_000;

        /// What is there now.
        public ListEntries(VolumePath at, boolean recursive, Optional<String> after) {
            this(at, recursive, after, Optional.empty());
        }
    }

    /// The latest versions of a file, or of all in a directory, the newest first, as far back as
    /// batches are kept.
    ///
    /// @param max how many are wanted, [#MAX] at the most
    record ReadHistory(VolumePath of, int max) implements Command<Outcome.History> {

        /// Versions in one answer.
        public static final int MAX = 10_000;

        public ReadHistory {
            if (max < 1 || max > MAX) {
                throw new IllegalArgumentException(max + " versions; 1 to " + MAX);
            }
        }
    }

    /// Brings a file, or a directory and all below it, back as it stood at a time, where it stood
    /// or at `to`. Nothing is sent, and what is replaced by it stays in the history: bringing back
    /// what stood before takes it back. All of it is seen at once or nothing is.
    ///
    /// @param to the name it gets, in the same volume; as with `cp`, an existing directory, or a
    ///   name that ends in a slash, receives it by its own
    /// @param exact whether what is there now and was not there then is removed
    record Restore(VolumePath what, Instant asOf, Optional<VolumePath> to, boolean exact)
            implements Command<Outcome.Restored> {}

    /// Files of which versions stand that did not know of each other, and those that lost such a
    /// contest before and are still there.
    ///
    /// @param at a file, or a directory with all below it; empty for all volumes
    record ListConflicts(Optional<VolumePath> at) implements Command<Outcome.Conflicts> {}

    /// Decides between the versions of a file. Those that are kept get names, in one change; the
    /// rest stays in the history. Devices that decide at once come to the same, and where they
    /// decided differently, both versions stand again.
    ///
    /// @param at the file, by any of its versions' names
    /// @param keep [#MINE], [#THEIRS], [#BOTH], a device that wrote one, or the name or the version
    ///   of one; the first of them in the order of [Outcome.Conflict] gets the plain name
    /// @param seen the versions that the person saw; if others stand, that is a problem `CHANGED`.
    ///   Empty for whichever stand
    record Resolve(VolumePath at, List<String> keep, List<String> seen)
            implements Command<Outcome.Resolved> {

        /// What this device wrote.
        public static final String MINE = "mine";

        /// What the others wrote.
        public static final String THEIRS = "theirs";

        /// All of them.
        public static final String BOTH = "both";

        /// Words in `keep`, and versions in `seen`.
        public static final int WORDS_MAX = 1_000;

        public Resolve {
            keep = List.copyOf(keep);
            seen = List.copyOf(seen);
            if (keep.isEmpty() || keep.size() > WORDS_MAX || seen.size() > WORDS_MAX) {
                throw new IllegalArgumentException("1 to " + WORDS_MAX + " are kept");
            }
        }
    }

    /// All about one entry, down to each chunk and who holds it.
    record Describe(VolumePath at) implements Command<Outcome.Description> {}

    /// Removes an entry. A directory that is not empty needs `recursive`.
    ///
    /// @param expected the version that is to go; if another stands there, that is a problem
    ///   `CHANGED`
    record Remove(VolumePath at, boolean recursive, Optional<String> expected)
            implements Command<Outcome.Changed> {

        /// Whatever stands there goes.
        public Remove(VolumePath at, boolean recursive) {
            this(at, recursive, Optional.empty());
        }
    }

    /// Renames or moves an entry and all below it within a volume; no content is sent again.
    record Move(VolumePath from, VolumePath to) implements Command<Outcome.Changed> {}

    /// Gives files, and directories with all below them, a second name at `to`, in their volume or
    /// in another; their content is shared and not sent again, unless the other volume keeps more
    /// copies of it. As with `cp`, a destination that is a directory, ends in a slash, or takes
    /// several sources receives them by name. All of it is seen at once or nothing is.
    ///
    /// @param recursive whether directories may be copied
    record Copy(List<VolumePath> sources, VolumePath to, boolean recursive)
            implements Command<Outcome.Changed> {

        public Copy {
            sources = List.copyOf(sources);
            if (sources.isEmpty() || sources.size() > Put.SOURCES_MAX) {
                throw new IllegalArgumentException(
                        sources.size() + " sources; 1 to " + Put.SOURCES_MAX);
            }
        }
    }

    /// Makes a directory and those above it that are missing.
    record MakeDirectory(VolumePath at) implements Command<Outcome.Changed> {}

    /// The pool's volumes.
    record ListVolumes() implements Command<Outcome.Volumes> {}

    /// Makes an empty volume.
    ///
    /// @param copies of each chunk
    /// @param chunkBytes size of every chunk; empty where the content decides
    /// @param policy how many durable copies a command waits for that does not say so itself
    /// @param keep how long all that is replaced or removed is to be kept
    /// @param daily how long the last version of each day (UTC) is; zero for no longer than `keep`
    record CreateVolume(
            String name,
            int copies,
            OptionalInt chunkBytes,
            WaitPolicy policy,
            Duration keep,
            Duration daily)
            implements Command<Outcome.Volume> {}

    /// Changes how a volume is kept, its files as those to come; what is empty stays as it is. More
    /// copies of what it holds are made, fewer may be let go.
    record SetVolume(
            String name,
            OptionalInt copies,
            Optional<WaitPolicy> policy,
            Optional<Duration> keep,
            Optional<Duration> daily)
            implements Command<Outcome.Volume> {}

    /// Removes a volume with all that is in it from every device.
    record RemoveVolume(String name) implements Command<Outcome.Changed> {}

    /// Keeps a directory of this machine in step with a place in a volume, from now on: what is
    /// changed in one is changed in the other. What both have already and differs is kept twice. Of
    /// one that is linked to that place already, the way and the parts are changed.
    ///
    /// @param only the parts that the directory has, as paths below the place; empty for all
    record Link(String directory, VolumePath at, Outcome.Mode mode, List<String> only)
            implements Command<Outcome.Link> {}

    /// The linked folders of this device.
    record ListLinks() implements Command<Outcome.Links> {}

    /// Keeps a folder in step no more; nothing is changed in it or in the volume.
    record Unlink(String directory) implements Command<Outcome.Changed> {}

    /// Leaves a linked folder alone until it is resumed.
    record Pause(String directory) implements Command<Outcome.Link> {}

    /// Goes on with a linked folder, and looks at once.
    ///
    /// @param confirm whether a person agrees to what it asks about
    /// @param undo whether, on the contrary, all that is gone or was replaced is to come back
    record Resume(String directory, boolean confirm, boolean undo)
            implements Command<Outcome.Link> {}

    /// What happened since the daemon was started, as far back as it is kept, each as an
    /// [Event.Happened].
    ///
    /// @param follow whether to go on with what happens from now on, until the command is cancelled
    record ListEvents(boolean follow) implements Command<Outcome.Told> {}

    /// What is measured of this device since the daemon was started.
    record ReadMetrics() implements Command<Outcome.Metrics> {}

    /// Reads all that this device keeps for the pool, and verifies it.
    ///
    /// @param mend whether to put aside what is damaged, so that nobody counts on it, and to wait
    ///   while sound copies come from other devices
    record Scrub(boolean mend) implements Command<Outcome.Scrubbed> {}

    /// Makes at once the copies that this device owes, also where another would be first to make
    /// them, and waits as long as some are made.
    record Repair() implements Command<Outcome.Repaired> {}

    /// Moves at once the copies held here that belong on other devices, and waits as long as some
    /// move.
    record Rebalance() implements Command<Outcome.Rebalanced> {}

    /// Gives back now the room of what was deleted or replaced and is over, as far as that can be
    /// known; a device does so by itself once in a while.
    ///
    /// @param confirm whether a person agrees to much of it going at once, here and, from an
    ///   owner's device, elsewhere
    /// @param release whether an owner says that all who survived a recovery are back, or never
    ///   come: until then nothing goes
    record Collect(boolean confirm, boolean release) implements Command<Outcome.Collected> {}

    /// Asks the devices that are here where they reach this one: each dials it anew, where it says
    /// that it can be dialled.
    record AskReach() implements Command<Outcome.Reach> {}

    /// The pool's devices.
    record ListDevices() implements Command<Outcome.Devices> {}

    /// All about one device of the pool.
    record ShowDevice(String name) implements Command<Outcome.DeviceShown> {}

    /// Gives a device another name.
    record RenameDevice(String name, String to) implements Command<Outcome.Changed> {}

    /// Changes what a device contributes. It may be less than it holds: the rest then goes to
    /// others.
    record ResizeDevice(String name, long bytes) implements Command<Outcome.Changed> {}

    /// Changes what a device may do.
    record PlaceDevice(String name, Role role) implements Command<Outcome.Changed> {}

    /// Gives a device's copies to others, and returns when it has none left. Taken back, the
    /// command ends and the draining goes on.
    ///
    /// @param cancel whether the copies are to stay after all; what went comes back in time
    record DrainDevice(String name, boolean cancel) implements Command<Outcome.Drained> {}

    /// Lets the pool do without a device that is away: nobody waits for it, and its copies are made
    /// on others. That ends by itself when it is back.
    ///
    /// @param cancel whether the others are to wait for it again
    record ParkDevice(String name, boolean cancel) implements Command<Outcome.Changed> {}

    /// Takes a device in that is quarantined: with its role, or as a member if it was to be an
    /// owner. One that is in the pool stays as it is.
    record AdoptDevice(String name) implements Command<Outcome.Changed> {}

    /// Takes a device out of the pool for good. One that is there is drained before; the copies of
    /// one that is away are made good on the others.
    ///
    /// @param now whether not to drain it first
    record RemoveDevice(String name, boolean now) implements Command<Outcome.Changed> {}

    /// Makes a one-use code, reports it as [Event.Invited], and waits for the guest.
    record Invite(Role role, Duration validFor) implements Command<Outcome.Admitted> {}
}
