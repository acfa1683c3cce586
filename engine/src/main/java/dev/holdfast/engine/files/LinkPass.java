package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Planner;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalPlace;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One pass over a linked folder: look at both sides, decide, do what can be done, note what is the
/// same then. Serves one thread, once.
final class LinkPass implements AutoCloseable {

    /// Names written in one change.
    private static final int GROUP_NAMES = 2_048;

    private final Tools tools;
    private final Linked link;
    private final Linked.Entering entering;
    private final Noting noting;
    private final Memory memory;
    private final Place at;
    private final LinkedFolder folder;
    private final Optional<Glance> glance;
    private Optional<PutSession> session = Optional.empty();
    private final Set<EntryPath> named = new HashSet<>();
    private final Set<EntryPath> stored = new HashSet<>();

    /// What a pass works with.
    record Tools(
            Rooms rooms,
            ContentWriter writer,
            BufferPool buffers,
            ChunkFinder finder,
            FileGrower grower,
            InstantSource clock) {}

    /// A linked folder and whoever is told of it.
    ///
    /// @param glance a look at a part, if that will do
    record Task(
            Linked link,
            Memory memory,
            Linked.Entering entering,
            FolderSteps steps,
            Optional<Glance> glance) {}

    private LinkPass(Tools tools, Task task, Place at, LinkedFolder folder) {
        this.tools = tools;
        link = task.link;
        memory = task.memory;
        entering = task.entering;
        noting = new Noting(memory, task.steps);
        glance = task.glance;
        this.at = at;
        this.folder = folder;
    }

    static Passed run(Tools tools, Task task) throws NodeException, InterruptedException {
        var link = task.link;
        var at = Place.of(link.at(), tools.rooms);
        if (!at.volume().id().equals(link.volume())) {
            throw Place.noVolume(link.at().volume());
        }
        if (at.shown().isPresent() && !at.isDirectory()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    link.at() + " is a file, and a folder is linked to a directory.",
                    "Unlink the folder, and link it to another place.");
        }
        try (var folder = LinkedFolder.open(link.directory(), task.steps);
                var pass = new LinkPass(tools, task, at, folder)) {
            return pass.run();
        } catch (FolderLook.Stopped e) {
            throw e.why;
        } catch (IOException e) {
            if (Problems.isGone(e)) {
                return Passed.stopped(new Plan.Brake.RootLost());
            }
            throw Problems.of(link.directory(), e);
        }
    }

    private Passed run() throws IOException, NodeException, InterruptedException {
        var surveyor =
                new Surveyor(
                        tools, link, at.path(), folder, memory.synced(), entering, this::store);
        if (glance.isPresent()) {
            var some = surveyor.part(glance.get());
            if (some.isPresent()) {
                var plan = Planner.plan(some.get().trees(), some.get().rules());
                if (plan.brake().isEmpty()) {
                    return carryOut(plan, some.get());
                }
            }
        }
        var all = surveyor.whole();
        return carryOut(Planner.plan(all.trees(), all.rules()), all);
    }

    private Passed carryOut(Plan plan, Surveyor.Survey survey)
            throws IOException, NodeException, InterruptedException {
        var look = survey.look();
        var trees = survey.trees();
        var names = tools.rooms.keeping().ledger().views().names().tree(link.volume());
        var sight = new VolumeSight(names, at.path(), trees);
        if (plan.brake().isPresent()) {
            var asked = sight.asked(tools.clock.instant());
            return new Passed(plan, look.unfit(), Map.of(), asked, false, survey.part());
        }
        if (!trees.folder().root().equals(trees.synced().root())) {
            memory.begin(trees.folder().root());
        }
        noting.note(observed(plan));
        boolean did = inVolume(plan, look);
        shelve(plan, look);
        var applier = new FolderApplier(tools, folder, noting);
        applier.apply(inFolder(plan, look));
        if (session.isPresent()) {
            session.get().end(named.containsAll(stored));
        }
        if (applier.missed().isEmpty()) {
            folder.tidy();
        }
        did |= applier.hasDone();
        var seen = sight.seen();
        return new Passed(plan, look.unfit(), applier.missed(), seen, did, survey.part());
    }

    /// Brings files into the volume's history that are going to be replaced in the folder.
    private void shelve(Plan plan, FolderLook look) throws NodeException, InterruptedException {
        var shelf = new TreeMap<EntryPath, Entry.Kind>();
        for (var each : plan.shelved().entrySet()) {
            var name = Writing.below(at.path(), each.getValue());
            look.kind(each.getKey()).ifPresent(kind -> shelf.put(name, kind));
        }
        if (!shelf.isEmpty()) {
            Shelving.shelve(shelf, session(), tools.rooms);
            named.addAll(plan.shelved().keySet());
        }
    }

    private List<Observed> observed(Plan plan) {
        var observed = new ArrayList<Observed>();
        for (var action : plan.actions()) {
            if (action instanceof Observed each) {
                observed.add(each);
                named.add(each.path());
            }
        }
        return observed;
    }

    private Content store(LocalPlace in, EntryPath path, long size)
            throws IOException, NodeException, InterruptedException {
        var put = session();
        stored.add(path);
        try (SeekableByteChannel channel = in.read(path.name())) {
            return size > ChunkKeeper.SMALL_MAX
                    ? tools.writer.write(put.counted(channel, size), put.chunker(), put.keeper())
                    : tools.writer.write(
                            FolderLook.all(channel, (int) size), put.chunker(), put.keeper());
        }
    }

    private PutSession session() throws NodeException {
        if (session.isEmpty()) {
            session = Optional.of(new PutSession(tools.rooms, at.volume(), tools.buffers, _ -> {}));
        }
        return session.get();
    }

    private boolean inVolume(Plan plan, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        var actions = new ArrayList<InVolume>();
        for (var action : plan.actions()) {
            if (action instanceof InVolume change && isReady(change, look)) {
                actions.add(change);
            }
        }
        var results = new LinkedHashMap<InVolume, Writing.Result>();
        for (int from = 0; from < actions.size(); from += GROUP_NAMES) {
            write(
                    actions.subList(from, Math.min(actions.size(), from + GROUP_NAMES)),
                    look,
                    results);
        }
        noting.note(observed(results));
        boolean did = false;
        for (var result : results.entrySet()) {
            if (result.getValue() == Writing.Result.WRITTEN) {
                named.add(result.getKey().path());
            }
            did |= result.getValue() != Writing.Result.CHANGED;
            if (result.getValue() == Writing.Result.PUT_ASIDE) {
                putAside((Upload) result.getKey());
            }
        }
        return did;
    }

    /// Whether what goes is still gone in the folder, and what comes was read.
    private boolean isReady(InVolume action, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        return switch (action) {
            case RemoveInVolume(var path, _) -> folder.look(path).isEmpty();
            case MoveInVolume(_, var from, _, _) -> folder.look(from).isEmpty();
            case Upload(var path, var here, _, _) -> {
                if (look.kind(path).isEmpty()) {
                    reread(path, here, look);
                }
                yield look.kind(path).flatMap(Item::of).filter(here.item()::equals).isPresent();
            }
        };
    }

    /// Reads a file that has not changed since it was in step, and that the volume has no more.
    private void reread(EntryPath path, Present here, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        var standing = folder.look(path).filter(now -> now.sight().equals(here.sight()));
        if (standing.isPresent()) {
            look.read(path, standing.get(), folder.directory(path.parent(), false));
        }
    }

    /// Writes the simple ones in one change, and each of the others in one of its own.
    private void write(
            List<InVolume> actions, FolderLook look, Map<InVolume, Writing.Result> results)
            throws NodeException, InterruptedException {
        var rest = new ArrayList<InVolume>();
        var put = session();
        put.write(
                edits -> {
                    var writing = writing(edits, look);
                    for (var action : actions) {
                        if (Writing.isSimple(action, edits, at.path())) {
                            results.put(action, writing.write(action));
                        } else {
                            rest.add(action);
                        }
                    }
                });
        for (var action : rest) {
            put.write(edits -> results.put(action, writing(edits, look).write(action)));
        }
    }

    private Writing writing(Edits edits, FolderLook look) {
        return new Writing(
                edits,
                at.path(),
                upload -> look.kind(upload.path()).orElseThrow(),
                tools.rooms::fresh);
    }

    /// What folder and volume have in common after the changes.
    private List<Agree> observed(Map<InVolume, Writing.Result> results) {
        var tree = tools.rooms.keeping().ledger().views().names().tree(link.volume());
        var agreed = new ArrayList<Agree>();
        results.forEach(
                (action, result) -> {
                    var here = here(action);
                    var shown = Projection.find(tree, Writing.below(at.path(), action.path()));
                    if (result == Writing.Result.WRITTEN
                            && here.isPresent()
                            && shown.flatMap(Item::of).equals(here.map(Present::item))) {
                        agreed.add(
                                new Agree(
                                        action.path(), Agreed.on(here.get(), shown.orElseThrow())));
                    }
                });
        return agreed;
    }

    private static Optional<Present> here(InVolume action) {
        return switch (action) {
            case Upload(_, var here, _, _) -> Optional.of(here);
            case MoveInVolume(_, _, var here, _) -> Optional.of(here);
            case RemoveInVolume _ -> Optional.empty();
        };
    }

    private void putAside(Upload upload) throws IOException {
        var aside = upload.beside().orElseThrow().aside();
        var here = upload.here();
        new FolderChanges(folder, true)
                .make(
                        here.item().isDirectory()
                                ? new Action.RemoveInFolder(upload.path(), here)
                                : new Action.PutAside(upload.path(), aside, here));
    }

    private List<InFolder> inFolder(Plan plan, FolderLook look) {
        var actions = new ArrayList<InFolder>();
        for (var action : plan.actions()) {
            boolean isLost =
                    plan.shelved().containsKey(action.path()) && look.kind(action.path()).isEmpty();
            if (action instanceof InFolder change && !isLost) {
                actions.add(change);
            }
        }
        return actions;
    }

    @Override
    public void close() throws NodeException {
        if (session.isPresent()) {
            session.get().close();
        }
    }
}
