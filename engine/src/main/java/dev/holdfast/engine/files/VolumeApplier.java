package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.Standing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads files of a linked folder, keeps what they have, and says in the volume what a plan says.
/// Serves one thread, but files are read by many.
final class VolumeApplier implements AutoCloseable {

    /// Names written in one change.
    private static final int GROUP_NAMES = 2_048;

    private final LinkPass.Tools tools;
    private final Place at;
    private final LinkedFolder folder;
    private final Noting noting;
    private Optional<PutSession> session = Optional.empty();
    private Optional<HeadStart> headStart = Optional.empty();
    private final Set<EntryPath> named = new HashSet<>();
    private final Set<EntryPath> stored = new HashSet<>();
    private final Set<EntryPath> written = new HashSet<>();

    /// @param at where in a volume the folder's root is
    VolumeApplier(LinkPass.Tools tools, Place at, LinkedFolder folder, Noting noting) {
        this.tools = tools;
        this.at = at;
        this.folder = folder;
        this.noting = noting;
    }

    /// From now on chunks have a start over their names.
    void giveFirst() {
        headStart = Optional.of(new HeadStart(tools.rooms(), at.volume()));
    }

    /// Begins to read all that waits for it.
    Reading read(FolderLook look) throws NodeException, InterruptedException {
        var put = session();
        stored.addAll(look.waiting().keySet());
        return Reading.start(
                folder, (in, path, standing) -> read(put, in, path, standing), look.waiting());
    }

    private FolderLook.Read read(PutSession put, LocalPlace in, EntryPath path, Standing standing)
            throws IOException, NodeException, InterruptedException {
        long size = standing.sight().size();
        Content content;
        try (SeekableByteChannel channel = in.read(path.name())) {
            content =
                    size > ChunkKeeper.SMALL_MAX
                            ? tools.writer()
                                    .write(put.counted(channel, size), put.chunker(), put.keeper())
                            : tools.writer()
                                    .write(
                                            FolderLook.all(channel, (int) size),
                                            put.chunker(),
                                            put.keeper());
        }
        boolean isSame =
                content.length() == size
                        && in.look(path.name()).filter(standing::equals).isPresent();
        return new FolderLook.Read(
                path,
                standing,
                isSame ? Optional.of(content) : Optional.empty(),
                Optional.empty(),
                put.keeper().count());
    }

    private PutSession session() throws NodeException {
        if (session.isEmpty()) {
            session =
                    Optional.of(
                            new PutSession(tools.rooms(), at.volume(), tools.buffers(), _ -> {}));
        }
        return session.get();
    }

    /// What folder and volume had in common without a change has its name.
    void noted(Collection<EntryPath> places) {
        named.addAll(places);
    }

    /// What was read and is what both had got its name then, whatever the volume shows by now.
    void known(Trees trees) {
        var before = trees.synced().agreed();
        var here = trees.folder().items();
        stored.removeIf(path -> isKnown(before.get(path), here.get(path)));
    }

    private static boolean isKnown(@Nullable Agreed before, @Nullable Present here) {
        return before != null
                && here != null
                && before.since() == Agreed.Since.NOTHING
                && before.item().equals(here.item());
    }

    /// Brings files into the volume's history that are going to be replaced in the folder.
    void shelve(Plan plan, FolderLook look) throws NodeException, InterruptedException {
        var shelf = new TreeMap<EntryPath, Entry.Kind>();
        for (var each : plan.shelved().entrySet()) {
            var name = Writing.below(at.path(), each.getValue());
            look.kind(each.getKey()).ifPresent(kind -> shelf.put(name, kind));
        }
        if (!shelf.isEmpty()) {
            Shelving.shelve(shelf, session(), tools.rooms());
            named.addAll(plan.shelved().keySet());
        }
    }

    /// Does these before the whole plan is made. What else was read meanwhile is on its way before
    /// they are named.
    ///
    /// @param kept chunks that had been kept when all of these were read
    void ahead(List<Upload> uploads, int kept, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        if (headStart.isPresent()) {
            headStart.get().next(session(), kept);
        }
        write(uploads, look);
    }

    /// Does what a plan says of the volume, but for what was done before.
    ///
    /// @return whether something was done, now or before
    boolean apply(Plan plan, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        var actions = new ArrayList<InVolume>();
        for (var action : plan.actions()) {
            if (action instanceof InVolume change
                    && !written.contains(change.path())
                    && isReady(change, look)) {
                actions.add(change);
            }
        }
        boolean did = !written.isEmpty();
        if (headStart.isPresent()) {
            headStart.get().finish(session());
        }
        var results = write(actions, look);
        for (var result : results.entrySet()) {
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
            case RemoveInVolume(var path, _) -> folder.isGone(path);
            case MoveInVolume(_, var from, _, _) -> folder.isGone(from);
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
            stored.add(path);
            var in = folder.directory(path.parent(), false);
            look.take(read(session(), in, path, standing.get()));
        }
    }

    private Map<InVolume, Writing.Result> write(List<? extends InVolume> actions, FolderLook look)
            throws IOException, NodeException, InterruptedException {
        var results = new LinkedHashMap<InVolume, Writing.Result>();
        for (int from = 0; from < actions.size(); from += GROUP_NAMES) {
            int to = Math.min(actions.size(), from + GROUP_NAMES);
            write(actions.subList(from, to), look, results);
        }
        noting.note(observed(results));
        results.forEach(
                (action, result) -> {
                    if (result == Writing.Result.WRITTEN) {
                        written.add(action.path());
                        named.add(action.path());
                    }
                });
        return results;
    }

    /// Writes the simple ones in one change, and each of the others in one of its own.
    private void write(
            List<? extends InVolume> actions,
            FolderLook look,
            Map<InVolume, Writing.Result> results)
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
                tools.rooms()::fresh);
    }

    /// What folder and volume have in common after the changes.
    private List<Agree> observed(Map<InVolume, Writing.Result> results) {
        var names = tools.rooms().keeping().ledger().views().names();
        var tree = names.tree(at.volume().id());
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

    /// Ends what was begun; what was kept and has no name is left for later.
    void end() throws NodeException {
        if (session.isPresent()) {
            session.get().end(named.containsAll(stored));
        }
    }

    @Override
    public void close() throws NodeException {
        if (session.isPresent()) {
            session.get().close();
        }
    }
}
