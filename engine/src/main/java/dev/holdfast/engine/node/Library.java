package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.files.Files;
import dev.holdfast.engine.files.LinkedFiles;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.folder.LocalTree.OwnHome;
import dev.holdfast.engine.folder.SeenFiles;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Files and linked folders: what a device does that has the pool's secrets, and a keeper does not.
final class Library implements AutoCloseable {

    /// What a person hears of a keeper.
    static final Problem KEEPER =
            new Problem(
                    Problem.Code.REFUSED,
                    "This device is a keeper: it holds what others sealed, and reads neither names"
                            + " nor contents.",
                    "Do it on a device of the pool that is no keeper.");

    private final SeenFiles seen;
    private final Files files;
    private final Rooms.Cache cache;
    private final Folders folders;
    private final FirstWord firstWord;

    private Library(
            SeenFiles seen, Files files, Rooms.Cache cache, Folders folders, FirstWord firstWord) {
        this.seen = seen;
        this.files = files;
        this.cache = cache;
        this.folders = folders;
        this.firstWord = firstWord;
    }

    /// @param isRunning whether linked folders are kept in step
    /// @return none on a keeper
    static Optional<Library> open(
            OpenHome home,
            HomeFiles homeFiles,
            Network network,
            Clearing clearing,
            boolean isRunning)
            throws NodeException {
        if (home.isKeeper()) {
            return Optional.empty();
        }
        var cache = cache(home, homeFiles);
        var rooms = rooms(home, network, clearing, cache);
        var seen = SeenFiles.in(homeFiles.seen());
        try {
            var own = OwnHome.at(homeFiles.directory());
            var files = new Files(rooms, seen, own, home.clock());
            var folders = Folders.start(home, homeFiles, files, network, isRunning);
            var firstWord = new FirstWord(() -> knowsVolumes(home), FirstWord.MOST);
            return Optional.of(new Library(seen, files, cache, folders, firstWord));
        } catch (NodeException | RuntimeException e) {
            seen.close();
            throw e;
        }
    }

    private static Rooms.Cache cache(OpenHome home, HomeFiles files) throws NodeException {
        var means =
                new LinkedFiles.Means(
                        home.live().roster().pool(),
                        home.sealer(),
                        home.store(),
                        home.ledger(),
                        new Bodies(home.batchSealer(), home.live()::ring),
                        home.shelf());
        return new LinkedFiles(means, new InStep(files));
    }

    private static Rooms rooms(OpenHome home, Network network, Clearing clearing, Rooms.Cache cache)
            throws NodeException {
        return new Rooms(
                new Rooms.Keeping(
                        home.sealer(),
                        home.store(),
                        home.pins(),
                        home.coming(),
                        home.ledger(),
                        new Bodies(home.batchSealer(), home.live()::ring),
                        new RoomMaker(home, clearing, network.evictions()),
                        home.shelf(),
                        cache),
                new PoolPort(home, network),
                new NamesPort(home.claims(), network.exchange().writer(), clearing::left),
                new PeersPort(home, network),
                home.live().tools().chance());
    }

    private static boolean knowsVolumes(OpenHome home) {
        var system = new VolumeId(home.live().roster().pool().hash());
        return home.ledger().views().batches().chains().containsKey(system);
    }

    Files files() {
        return files;
    }

    /// Chunks that lie in linked folders.
    Rooms.Cache cache() {
        return cache;
    }

    List<Outcome.Link> links() {
        return folders.list().links();
    }

    /// Waits until names are known.
    void await() throws InterruptedException {
        firstWord.await();
    }

    Outcome answer(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return switch (command) {
            case Command.Put put -> files.put(put, events);
            case Command.PutStream put -> files.put(put, events);
            case Command.Get get -> files.get(get, events);
            case Command.GetStream get -> files.get(get, events);
            case Command.ListEntries list -> files.list(list);
            case Command.Describe describe -> files.describe(describe);
            case Command.ReadHistory read -> files.history(read);
            case Command.Restore restore -> files.restore(restore);
            case Command.ListConflicts list -> files.conflicts(list);
            case Command.Resolve resolve -> files.resolve(resolve);
            case Command.Remove remove -> files.remove(remove);
            case Command.Move move -> files.move(move);
            case Command.Copy copy -> files.copy(copy);
            case Command.MakeDirectory make -> files.makeDirectory(make);
            case Command.ListVolumes _ -> files.listVolumes();
            case Command.CreateVolume create -> files.createVolume(create);
            case Command.SetVolume set -> files.setVolume(set);
            case Command.RemoveVolume remove -> files.removeVolume(remove);
            case Command.Link link -> folders.link(link);
            case Command.ListLinks _ -> folders.list();
            case Command.Unlink _, Command.Pause _, Command.Resume _ -> folders.turn(command);
            default -> throw new IllegalArgumentException("names no file");
        };
    }

    @Override
    public void close() {
        folders.close();
        seen.close();
    }
}
