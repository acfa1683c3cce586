package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.core.tree.Conflict;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A look at all of a linked folder in slices, with room for other looks in between. It finds out
/// where something is to be done, and does nothing: what it saw first may be old when it ends.
/// Serves one thread.
public final class Sweep {

    /// Names in a slice, unless there are more in one directory. Whoever changes something
    /// meanwhile waits for one slice.
    private static final int NAMES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Deque<EntryPath> left = new ArrayDeque<>(List.of(EntryPath.ROOT));

    /// Directories to be looked at.
    private final Set<EntryPath> differing = new HashSet<>();

    /// Directories of which nothing is to be decided without all the others.
    private final Set<EntryPath> doubtful = new HashSet<>();

    private final int names;
    private boolean isAll;

    /// @param passed what it may find to be over
    /// @param names in a slice
    Sweep(Passed passed, int names) {
        this.names = names;
        differing.addAll(passed.told());
    }

    /// A look at all begins.
    ///
    /// @param passed the last pass
    public static Sweep after(Passed passed) {
        return new Sweep(passed, NAMES);
    }

    /// Looks at the next directories.
    void goOn(Surveyor surveyor) throws IOException, NodeException, InterruptedException {
        var told = surveyor.told();
        if (told.isEmpty()) {
            giveUp();
            return;
        }
        for (int seen = 0; seen < names && !left.isEmpty(); ) {
            var directory = left.removeFirst();
            try {
                var survey = surveyor.slice(told.get(), directory);
                take(directory, survey);
                seen += 1 + survey.trees().folder().items().size();
            } catch (IOException e) {
                LOG.debug("{} is looked at once more.", directory, e);
                differing.add(directory);
            }
        }
    }

    private void take(EntryPath directory, Surveyor.Survey survey) {
        var plan = Plan.of(survey.trees(), survey.rules());
        boolean isSame =
                plan.isDone()
                        && plan.problems().isEmpty()
                        && survey.look().unfit().isEmpty()
                        && survey.trees().volume().shown().values().stream()
                                .noneMatch(shown -> Conflict.lost(shown).isPresent());
        if (!isSame) {
            boolean isPlain = plan.brake().isEmpty() && isPlain(plan);
            (isPlain ? differing : doubtful).add(directory);
        }
        var part = survey.part().orElseThrow();
        survey.trees()
                .folder()
                .items()
                .forEach(
                        (path, here) -> {
                            boolean isNext = here.item().isDirectory() && !part.isDirectory(path);
                            if (isNext && path.isBelow(directory)) {
                                left.addFirst(path);
                            }
                        });
    }

    /// Whether all that is to be done is the same whatever is elsewhere. What goes may have come
    /// elsewhere, and a conflict may have been led there.
    static boolean isPlain(Plan plan) {
        return plan.actions().stream().allMatch(Sweep::isPlain);
    }

    private static boolean isPlain(Action action) {
        return switch (action) {
            case Observed _, Action.Place _ -> true;
            case Upload upload -> upload.beside().isEmpty();
            case InVolume _, InFolder _ -> false;
        };
    }

    /// All is to be looked at in one go.
    public void giveUp() {
        isAll = true;
        left.clear();
    }

    /// Another look has seen to this part.
    public void passed(Part part) {
        differing.removeIf(part::isDirectory);
        doubtful.removeIf(part::isDirectory);
    }

    /// Whether it has come to its end.
    public boolean isOver() {
        return left.isEmpty();
    }

    /// The directories in which something may be to be done; empty when that is to be found out by
    /// a look at all in one go.
    public Optional<Set<EntryPath>> found() {
        return isAll || !doubtful.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(differing));
    }
}
