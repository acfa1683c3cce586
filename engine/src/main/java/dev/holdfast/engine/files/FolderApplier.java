package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.LinkedFolder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Does in a linked folder what a plan says. What cannot be done is told, and the rest goes on.
final class FolderApplier {

    /// Files that nobody could give, after which what is not here either waits until all else is
    /// done; of that as many more are tried, from anywhere on: what the folder has for others is
    /// not to wait long, and what somebody has comes in the end, though each pass begins with the
    /// same.
    private static final int UNREACHABLE_MAX = 8;

    private static final Problem NOT_TRIED =
            new Problem(
                    Problem.Code.UNREACHABLE,
                    "It was not asked for yet, since nobody who is here has the files before it.",
                    "Bring the other devices online.");

    private final LinkPass.Tools tools;
    private final LinkedFolder folder;
    private final Noting noting;
    private final Map<EntryPath, Passed.Miss> missed = new ConcurrentSkipListMap<>();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final AtomicBoolean did = new AtomicBoolean();

    FolderApplier(LinkPass.Tools tools, LinkedFolder folder, Noting noting) {
        this.tools = tools;
        this.folder = folder;
        this.noting = noting;
    }

    /// What could not be done, and why.
    Map<EntryPath, Passed.Miss> missed() {
        return missed;
    }

    /// Whether anything was done.
    boolean hasDone() {
        return did.get();
    }

    /// Does these in their order; what is placed is placed side by side. What was done is durable
    /// and noted on return.
    void apply(List<InFolder> actions) throws IOException, NodeException, InterruptedException {
        var together =
                actions.size() < Settling.TOGETHER_MIN
                        ? Optional.<FileSystemSync>empty()
                        : folder.together();
        var changes = new FolderChanges(folder, together.isEmpty());
        try (var placing = new Placing(tools, folder, noting, together, new Hearer())) {
            var late = new ArrayList<InFolder>();
            for (var action : actions) {
                if (unreachable.get() >= UNREACHABLE_MAX && isElsewhere(action)) {
                    late.add(action);
                } else {
                    carryOut(action, changes, placing);
                }
            }
            Collections.rotate(late, (int) tools.rooms().chance().bits64());
            int most = unreachable.get() + UNREACHABLE_MAX;
            for (int i = 0; i < late.size(); i++) {
                if (unreachable.get() >= most) {
                    missAll(late.subList(i, late.size()));
                    break;
                }
                carryOut(late.get(i), changes, placing);
            }
            placing.finish();
        } finally {
            noting.noteDurable();
        }
    }

    private boolean isElsewhere(InFolder action) {
        return action instanceof Place place
                && GetVerb.kind(place.shown()).orElse(null) instanceof Entry.File file
                && tools.finder().isElsewhere(file.content());
    }

    private void carryOut(InFolder action, FolderChanges changes, Placing placing)
            throws IOException, NodeException, InterruptedException {
        noting.noteDurable();
        if (action instanceof Place place) {
            place.over().ifPresent(changes::touch);
            placing.add(place);
        } else {
            make(action, changes, placing);
        }
    }

    private void make(InFolder action, FolderChanges changes, Placing placing)
            throws NodeException, InterruptedException {
        try {
            placing.leave();
            var made = changes.make(action);
            if (made.isMade()) {
                did.set(true);
                placing.add(new Noting.Done(Optional.empty(), made.agreed()));
            }
        } catch (IOException e) {
            miss(action.path(), e);
        }
    }

    /// Says of what is left that it was not tried.
    private void missAll(List<InFolder> left) {
        var bearing = new Bearing(tools.rooms());
        for (var action : left) {
            var writer =
                    action instanceof Place(_, var shown, _)
                            ? bearing.writer(shown)
                            : Optional.<String>empty();
            missed.put(action.path(), new Passed.Miss(NOT_TRIED, writer.stream().toList()));
        }
    }

    private void miss(EntryPath path, IOException why) throws InterruptedException {
        missed.put(path, new Passed.Miss(problem(path, why), List.of()));
    }

    private static Problem problem(EntryPath path, IOException e) throws InterruptedException {
        if (e instanceof LastLook.TakenException) {
            return new Problem(
                    Problem.Code.EXISTS,
                    "The folder has another whose name its file system takes for the same.",
                    "Rename one of the two.");
        }
        return Problems.isNotEmpty(e)
                ? new Problem(
                        Problem.Code.EXISTS,
                        "It was removed elsewhere, and things are in it that stay here.",
                        "Move them away, and it goes.")
                : Problems.of("/" + path.text(), e).problem();
    }

    private final class Hearer implements Placing.Hearer {

        @Override
        public void placed() {
            did.set(true);
        }

        @Override
        public void missed(Place action, IOException why) throws InterruptedException {
            miss(action.path(), why);
        }

        @Override
        public void missed(Place action, NodeException why)
                throws NodeException, InterruptedException {
            if (why.problem().code() == Problem.Code.CANCELLED) {
                throw why;
            }
            missed.put(action.path(), new Passed.Miss(why.problem(), waitsFor(action, why)));
        }

        /// Who may have what nobody could give: its writer, and those that are known to hold it.
        private List<String> waitsFor(Place action, NodeException why) throws InterruptedException {
            if (why.problem().code() != Problem.Code.UNREACHABLE) {
                return List.of();
            }
            unreachable.incrementAndGet();
            return new Bearing(tools.rooms()).of(action.shown());
        }
    }
}
