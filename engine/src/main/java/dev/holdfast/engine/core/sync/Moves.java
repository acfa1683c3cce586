package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.MoveInFolder;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Finds files that only have another name: one goes and the same comes. Then nothing is read,
/// fetched or sent, and the volume knows that it is the same file.
record Moves(List<Action> actions) {

    static Moves found(List<Action> actions, Trees trees) {
        var left = new ArrayList<>(actions);
        inVolume(left, trees);
        inFolder(left);
        return new Moves(left);
    }

    /// What makes room and what is moved comes before what goes, and that before what takes its
    /// place, with all that is below it. Within each, a directory comes before what is in it, and
    /// goes after it.
    List<Action> inOrder() {
        var swapped = new TreeSet<EntryPath>();
        for (var action : actions) {
            if (action instanceof Place(var path, var shown, var over)
                    && shown.isDirectory()
                    && over.isPresent()) {
                swapped.add(path);
            }
        }
        var order = Comparator.<Action>comparingInt(each -> stage(each, swapped));
        return actions.stream().sorted(order.thenComparing(Moves::byPath)).toList();
    }

    private static void inVolume(List<Action> actions, Trees trees) {
        Map<Item, Going> gone = new HashMap<>();
        for (var action : actions) {
            if (action instanceof RemoveInVolume remove && !remove.shown().isConflict()) {
                Item.of(remove.shown())
                        .filter(Moves::hasContent)
                        .map(item -> gone.computeIfAbsent(item, _ -> new Going()))
                        .ifPresent(going -> going.add(remove, trees));
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        var taken = new HashSet<Action>();
        pair(actions, trees, taken, here -> going(gone, here).flatMap(each -> each.same(here)));
        pair(actions, trees, taken, here -> going(gone, here).flatMap(Going::any));
        actions.removeAll(taken);
    }

    private static Optional<Going> going(Map<Item, Going> gone, Present here) {
        return Optional.ofNullable(gone.get(here.item()));
    }

    private static void pair(
            List<Action> actions,
            Trees trees,
            Set<Action> taken,
            Function<Present, Optional<RemoveInVolume>> former) {
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Upload(var path, var here, var over, _)
                    && over.isEmpty()
                    && !trees.synced().agreed().containsKey(path)) {
                var from = former.apply(here);
                if (from.isPresent()) {
                    var old = from.get();
                    actions.set(i, new MoveInVolume(path, old.path(), here, old.shown()));
                    taken.add(old);
                }
            }
        }
    }

    /// What goes of one content, by the file of the file system that it was.
    private static final class Going {

        private final Map<Long, Deque<RemoveInVolume>> files = new LinkedHashMap<>();

        void add(RemoveInVolume remove, Trees trees) {
            var agreed = trees.synced().agreed().get(remove.path());
            long inode = agreed == null ? 0 : agreed.sight().inode();
            files.computeIfAbsent(inode, _ -> new ArrayDeque<>()).add(remove);
        }

        /// Takes the one that was this very file.
        Optional<RemoveInVolume> same(Present here) {
            return Optional.ofNullable(files.get(here.sight().inode())).map(Deque::poll);
        }

        /// Takes the first one that is left.
        Optional<RemoveInVolume> any() {
            for (var each = files.values().iterator(); each.hasNext(); ) {
                var first = Optional.ofNullable(each.next().poll());
                if (first.isPresent()) {
                    return first;
                }
                each.remove();
            }
            return Optional.empty();
        }
    }

    private static void inFolder(List<Action> actions) {
        Map<Item, List<RemoveInFolder>> gone = new HashMap<>();
        for (var action : actions) {
            if (action instanceof RemoveInFolder remove && hasContent(remove.here().item())) {
                add(gone, remove.here().item(), remove);
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        var taken = new ArrayList<Action>();
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Place(var path, var shown, var over) && over.isEmpty()) {
                var removals =
                        Item.of(shown)
                                .map(item -> gone.getOrDefault(item, List.of()))
                                .orElseThrow();
                if (!removals.isEmpty()) {
                    var from = removals.removeFirst();
                    actions.set(i, new MoveInFolder(path, from.path(), from.here(), shown));
                    taken.add(from);
                }
            }
        }
        actions.removeAll(Set.copyOf(taken));
    }

    private static <T> void add(Map<Item, List<T>> to, Item item, T action) {
        to.computeIfAbsent(item, _ -> new ArrayList<>()).add(action);
    }

    private static boolean hasContent(Item item) {
        return item instanceof Item.File(_, var length, _) && length > 0;
    }

    /// @param swapped files that become directories
    private static int stage(Action action, Set<EntryPath> swapped) {
        return switch (action) {
            case Observed _ -> 0;
            case PutAside _ -> 1;
            case MoveInVolume _ -> 2;
            case RemoveInVolume _ -> 3;
            case Upload _ -> 4;
            case Place(var path, var shown, _) ->
                    shown.isDirectory() && !path.isWithin(swapped) ? 5 : 8;
            case MoveInFolder(var path, _, _, _) -> path.isWithin(swapped) ? 8 : 6;
            case RemoveInFolder _ -> 7;
        };
    }

    private static int byPath(Action a, Action b) {
        int order = a.path().compareTo(b.path());
        boolean isRemoval = a instanceof RemoveInVolume || a instanceof RemoveInFolder;
        return isRemoval ? -order : order;
    }
}
