package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;
import dev.holdfast.engine.folder.Spool;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The person's verbs over volumes. Safe for many threads: memory is bounded for all commands
/// together, and one waits for another where it must.
public final class Files {

    /// Sealed chunks in memory at once, of all commands: six of the largest, or many small ones.
    /// Bytes.
    private static final long SEALED_BYTES = 6L * Sealer.ROOM;

    private final InstantSource clock;
    private final PutVerb put;
    private final GetVerb get;
    private final ListVerbs list;
    private final PastVerbs past;
    private final ConflictVerbs conflicts;
    private final Bearers bearers;
    private final NameVerbs names;
    private final CopyVerb copy;
    private final VolumeVerbs volumes;
    private final Rooms rooms;
    private final LinkPass.Tools tools;
    private final Spool.Windows windows;

    /// Verbs that read every file they are to store.
    public Files(Rooms rooms, InstantSource clock) {
        this(rooms, SeenFiles.none(), OwnHome.NONE, clock);
    }

    /// @param seen which files need not be read again
    /// @param own is neither stored nor written to
    public Files(Rooms rooms, SeenFiles seen, OwnHome own, InstantSource clock) {
        this.clock = clock;
        this.rooms = rooms;
        var buffers = new BufferPool(SEALED_BYTES, rooms.keeping().shelf());
        var keeping = rooms.keeping();
        var finder = ChunkFinder.of(rooms);
        var reader =
                new ContentReader(
                        keeping.sealer(), finder, buffers, ContentReader.Turns.FOR_PLACES);
        var streams =
                new ContentReader(
                        keeping.sealer(), finder, buffers, ContentReader.Turns.FOR_STREAMS);
        windows = new Spool.Windows(ContentReader.Turns.FOR_PLACES.atOnce());
        var grower = new FileGrower(reader, windows);
        var walk = new TreeWalk(keeping.ledger().views().names());
        var writer = new ContentWriter(buffers);
        put = new PutVerb(rooms, buffers, writer, new Unchanged(seen, reader, clock), own);
        get = new GetVerb(rooms, grower, streams, own);
        list = new ListVerbs(rooms, reader);
        past = new PastVerbs(rooms, walk);
        bearers = new Bearers(rooms, walk, reader);
        names = new NameVerbs(rooms, walk);
        copy = new CopyVerb(rooms, walk, new Rekeeping(rooms, reader, buffers));
        volumes = new VolumeVerbs(rooms, walk);
        conflicts = new ConflictVerbs(rooms, walk, volumes);
        tools =
                new LinkPass.Tools(
                        rooms, writer, buffers, finder, grower, new KeptModes.Trials(), own, clock);
    }

    public Outcome.Stored put(Command.Put command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return interruptible(() -> put.put(command, events));
    }

    public Outcome.Stored put(Command.PutStream command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return interruptible(() -> put.put(command, clock.instant(), events));
    }

    public Outcome.Fetched get(Command.Get command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return interruptible(() -> get.get(command, events));
    }

    public Outcome.Fetched get(Command.GetStream command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return interruptible(() -> get.get(command, events));
    }

    public Outcome.Listing list(Command.ListEntries command)
            throws NodeException, InterruptedException {
        return list.list(command);
    }

    public Outcome.History history(Command.ReadHistory command)
            throws NodeException, InterruptedException {
        return past.history(command);
    }

    public Outcome.Restored restore(Command.Restore command)
            throws NodeException, InterruptedException {
        return past.restore(command);
    }

    public Outcome.Conflicts conflicts(Command.ListConflicts command) throws NodeException {
        return conflicts.list(command);
    }

    public Outcome.Resolved resolve(Command.Resolve command)
            throws NodeException, InterruptedException {
        return conflicts.resolve(command);
    }

    public Outcome.Description describe(Command.Describe command)
            throws NodeException, InterruptedException {
        return interruptible(() -> list.describe(command));
    }

    /// Tells of each place of each of these chunks in the files that are shown, `VOLUME:/PATH`.
    public void bearers(Set<ChunkId> chunks, BiConsumer<String, ChunkId> bears)
            throws NodeException, InterruptedException {
        interruptible(
                () -> {
                    bearers.find(chunks, bears);
                    return chunks;
                });
    }

    public Outcome.Changed remove(Command.Remove command)
            throws NodeException, InterruptedException {
        return names.remove(command);
    }

    public Outcome.Changed move(Command.Move command) throws NodeException, InterruptedException {
        return names.move(command);
    }

    public Outcome.Changed copy(Command.Copy command) throws NodeException, InterruptedException {
        return interruptible(() -> copy.copy(command));
    }

    public Outcome.Changed makeDirectory(Command.MakeDirectory command)
            throws NodeException, InterruptedException {
        return names.makeDirectory(command, Times.nanos(clock.instant()));
    }

    public Outcome.Volumes listVolumes() throws NodeException {
        return volumes.list();
    }

    public Outcome.Volume createVolume(Command.CreateVolume command)
            throws NodeException, InterruptedException {
        return volumes.create(command);
    }

    public Outcome.Volume setVolume(Command.SetVolume command)
            throws NodeException, InterruptedException {
        return volumes.set(command);
    }

    public Outcome.Changed removeVolume(Command.RemoveVolume command)
            throws NodeException, InterruptedException {
        return volumes.remove(command);
    }

    /// Keeps no memory beside the heap for gets to come.
    public void dropIdle() {
        windows.dropIdle();
    }

    /// The volume of a place that a folder may be kept in step with.
    public VolumeId volumeFor(VolumePath at) throws NodeException {
        var place = Place.of(at, rooms);
        if (place.shown().isPresent() && !place.isDirectory()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    at + " is a file, and a folder is linked to a directory.",
                    "Link it to another place.");
        }
        place.checkParents(rooms);
        return place.volume().id();
    }

    /// What stands for the last pass over a folder in this volume when the device has just been
    /// started: what was in step then is taken to be so.
    public Passed unseen(VolumeId volume) {
        var batches = tools.rooms().keeping().ledger().views().batches();
        return Passed.unseen(batches.applied(volume));
    }

    /// One pass over a linked folder.
    ///
    /// @param steps told of each step that changes it
    /// @param glance a look at a part, if that will do; where it will not, all is looked at
    public Passed keepInStep(
            Linked link,
            Memory memory,
            Linked.Entering entering,
            FolderSteps steps,
            Optional<Glance> glance)
            throws NodeException, InterruptedException {
        var task = new LinkPass.Task(link, memory, entering, steps, glance);
        return interruptible(() -> LinkPass.run(tools, task));
    }

    /// One slice of a look at all of a linked folder. Where a slice will not do, all is to be
    /// looked at in one go.
    public void sweep(
            Linked link, Memory memory, Linked.Entering entering, FolderSteps steps, Sweep sweep)
            throws NodeException, InterruptedException {
        var task = new LinkPass.Task(link, memory, entering, steps, Optional.empty());
        interruptible(
                () -> {
                    LinkPass.sweep(tools, task, sweep);
                    return sweep;
                });
    }

    private interface Verb<T> {
        T run() throws NodeException, InterruptedException;
    }

    /// A list of chunks is walked by code that knows no interrupt, only problems: one that was an
    /// interrupt becomes one again.
    private static <T> T interruptible(Verb<T> verb) throws NodeException, InterruptedException {
        try {
            return verb.run();
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.CANCELLED && Thread.interrupted()) {
                throw Problems.interrupted(e);
            }
            throw e;
        }
    }
}
