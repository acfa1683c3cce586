package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Brake;
import dev.holdfast.engine.core.tree.Shown;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tells plans that a person should see first: those that delete or replace much of what was in
/// step, and those that delete what was removed while the others did without this device, of which
/// its person has perhaps not heard.
final class Brakes {

    /// So many files may go or change at once, however few there are in all.
    static final long FILES_MAX = 50;

    /// Percent of the files that may go or change at once, however many these are.
    static final long PERCENT_MAX = 30;

    private Brakes() {}

    static Optional<Brake> check(List<Action> actions, Trees trees) {
        long files = files(trees);
        boolean isEmpty = trees.folder().items().isEmpty() && trees.folder().unread().isEmpty();
        if (isEmpty && count(actions, RemoveInVolume.class::isInstance) > 0 && files > 0) {
            return Optional.of(new Brake.Emptied(files));
        }
        long inFolder = count(actions, Brakes::takesInFolder);
        long inVolume = count(actions, Brakes::takesInVolume);
        if (isMuch(inFolder, files) || isMuch(inVolume, files)) {
            return Optional.of(new Brake.Many(inFolder, inVolume, files));
        }
        long missed = count(actions, each -> isMissed(each, trees) && takesInFolder(each));
        return missed > 0 ? Optional.of(new Brake.Missed(missed)) : Optional.empty();
    }

    /// Whether the folder would follow what was removed while the others did without this device.
    static boolean isMissed(Action action, Trees trees) {
        return action instanceof RemoveInFolder && trees.volume().missed().contains(action.path());
    }

    /// Whether a person might have to be asked if so many files more were deleted or replaced.
    /// Where something new is in the folder it is not empty.
    static boolean isNear(List<Action> actions, Trees trees, long more) {
        long files = files(trees);
        return isMuch(count(actions, Brakes::takesInFolder) + more, files)
                || isMuch(count(actions, Brakes::takesInVolume) + more, files);
    }

    private static long files(Trees trees) {
        return trees.synced().agreed().values().stream()
                .filter(agreed -> !agreed.item().isDirectory())
                .count();
    }

    private static boolean isMuch(long count, long of) {
        return count > FILES_MAX && count * 100 > of * PERCENT_MAX;
    }

    private static long count(List<Action> actions, Predicate<Action> which) {
        return actions.stream().filter(which).count();
    }

    private static boolean takesInFolder(Action action) {
        return switch (action) {
            case RemoveInFolder(_, var here) -> !here.item().isDirectory();
            case Place(_, _, var over) ->
                    over.filter(here -> !here.item().isDirectory()).isPresent();
            default -> false;
        };
    }

    private static boolean takesInVolume(Action action) {
        return switch (action) {
            case RemoveInVolume(_, var shown) -> !shown.isDirectory();
            case Upload(_, _, var over, var beside) ->
                    beside.isEmpty() && over.filter(Brakes::isFile).isPresent();
            default -> false;
        };
    }

    static boolean isFile(Shown shown) {
        return !shown.isDirectory();
    }
}
