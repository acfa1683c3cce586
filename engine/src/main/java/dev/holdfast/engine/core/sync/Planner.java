package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.InFolder;
import dev.holdfast.engine.core.sync.Action.InVolume;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.PutAside;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.sync.Plan.Problem;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.core.tree.Shown;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what a linked folder and its volume must do to come to the same. A function of the three
/// trees and nothing else.
///
/// What was never seen the same on both sides is never deleted. An edit beats a delete, whichever
/// side it was on. Of two edits both are kept: the folder's own stands beside the other in the
/// volume, or, where the two never had the same, gets another name in the folder.
final class Planner {

    private final Trees trees;
    private final Rules rules;
    private final Asides asides;
    private final Set<EntryPath> away;
    private final Map<EntryPath, Set<Item>> copies = new HashMap<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private Planner(Trees trees, Rules rules) {
        this.trees = trees;
        this.rules = rules;
        asides = new Asides(trees);
        away = Disks.away(trees);
        trees.volume()
                .shown()
                .forEach(
                        (path, shown) ->
                                Item.of(shown).ifPresent(copy -> enter(path, shown, copy)));
    }

    /// Notes what the volume shows beside, unless the folder is going to change it.
    private void enter(EntryPath path, Shown shown, Item copy) {
        if (!shown.isConflict()) {
            return;
        }
        var here = trees.folder().items().get(path);
        var agreed = trees.synced().agreed().get(path);
        boolean stays =
                here == null ? agreed == null || !agreed.isStill(shown) : here.item().equals(copy);
        if (stays) {
            copies.computeIfAbsent(shown.home(), _ -> new HashSet<>()).add(copy);
        }
    }

    static Plan plan(Trees trees, Rules rules) {
        var root = trees.folder().root();
        boolean isOther =
                !trees.synced().root().equals(Trees.Folder.NO_ROOT)
                        && !root.equals(trees.synced().root());
        if (root.equals(Trees.Folder.NO_ROOT) || (isOther && rules.answer() == Rules.Answer.NONE)) {
            return new Plan(List.of(), List.of(), Optional.of(new Plan.Brake.RootLost()));
        }
        var known =
                isOther ? new Trees(trees.folder(), trees.volume(), Trees.Synced.NOTHING) : trees;
        var lost = known.lost();
        var planner = new Planner(lost.isEmpty() ? known : known.without(lost), rules);
        lost.forEach(path -> planner.actions.add(new Forget(path)));
        return planner.plan();
    }

    private Plan plan() {
        var clashes = Clashes.in(trees, rules);
        for (var spots = new Spots(trees); spots.hasNext(); ) {
            var spot = spots.next();
            if (isOpen(spot, clashes)) {
                compare(spot);
            }
        }
        away.forEach(path -> problems.add(new Problem(path, Reason.DISK_AWAY)));
        for (var path : trees.folder().unread()) {
            problems.add(new Problem(path, Reason.UNREAD));
        }
        var moves = Moves.found(actions, trees);
        var brake = Brakes.check(moves.actions(), trees);
        return switch (brake.isPresent() ? rules.answer() : Rules.Answer.AGREED) {
            case NONE -> new Plan(List.of(), problems, brake);
            case AGREED -> new Plan(moves.inOrder(), problems, Optional.empty());
            case UNDO -> {
                var back = Undoing.of(moves.actions(), trees, rules, brake);
                yield new Plan(back.actions(), problems, Optional.empty(), back.shelved());
            }
        };
    }

    /// Whether a place is one to be kept in step, and enough is known of it now.
    private boolean isOpen(Spots.Spot spot, Clashes clashes) {
        var path = spot.path();
        var agreed = spot.agreed();
        if (!isCovered(spot)) {
            if (agreed != null) {
                actions.add(new Forget(path));
            }
            return false;
        }
        if (isUnread(path)) {
            return false;
        }
        if (clashes.has(path)) {
            clashes.told(path).ifPresent(problems::add);
            return false;
        }
        if (agreed != null
                && !agreed.wrote().map(trees.volume().applied()::contains).orElse(true)) {
            problems.add(new Problem(path, Reason.VOLUME_BEHIND));
            return false;
        }
        var shown = spot.shown();
        return shown == null || Item.of(shown).isPresent();
    }

    private boolean isCovered(Spots.Spot spot) {
        var here = spot.here();
        var shown = spot.shown();
        var agreed = spot.agreed();
        boolean isDirectory =
                (here != null && here.item().isDirectory())
                        || (shown != null && shown.isDirectory())
                        || (agreed != null && agreed.item().isDirectory());
        return rules.covers().covers(spot.path(), isDirectory);
    }

    private boolean isUnread(EntryPath path) {
        var unread = trees.folder().unread();
        return path.isWithin(unread) || unread.contains(EntryPath.ROOT) || path.isWithin(away);
    }

    private void compare(Spots.Spot spot) {
        var path = spot.path();
        var here = spot.here();
        var shown = spot.shown();
        var agreed = spot.agreed();
        if (here != null && shown != null) {
            both(path, here, shown, agreed == null || agreed.isOver(here) ? null : agreed);
        } else if (here != null) {
            onlyHere(path, here, agreed);
        } else if (shown != null) {
            onlyThere(path, shown, agreed);
        } else if (agreed != null) {
            actions.add(new Forget(path));
        }
    }

    private void onlyHere(EntryPath path, Present here, @Nullable Agreed agreed) {
        if (agreed != null && agreed.isStill(here)) {
            note(path, agreed, agreed.withoutVolume(here.sight()));
            change(new RemoveInFolder(path, here));
        } else {
            change(new Upload(path, here, Optional.empty(), Optional.empty()));
        }
    }

    /// A directory that is there only because something is in it comes and goes with that.
    private void onlyThere(EntryPath path, Shown shown, @Nullable Agreed agreed) {
        if (shown.version().isEmpty()) {
            if (agreed != null) {
                actions.add(new Forget(path));
            }
        } else if (agreed != null && agreed.isStill(shown)) {
            note(path, agreed, agreed.withoutFolder());
            change(new RemoveInVolume(path, shown));
        } else {
            change(new Place(path, shown, Optional.empty()));
        }
    }

    private void both(EntryPath path, Present here, Shown shown, @Nullable Agreed agreed) {
        var there = Item.of(shown).orElseThrow();
        if (here.item().equals(there)) {
            note(path, agreed, Agreed.on(here, shown));
        } else if (agreed != null && agreed.isStill(here)) {
            change(new Place(path, shown, Optional.of(here)));
        } else if (agreed != null && agreed.isBase(there, shown) && !isBeside(here, shown)) {
            change(new Upload(path, here, Optional.of(shown), Optional.empty()));
        } else {
            settle(path, here, shown, agreed);
        }
    }

    /// Both were changed, or both were made, and differ.
    private void settle(EntryPath path, Present here, Shown shown, @Nullable Agreed agreed) {
        var from = agreed == null ? VersionVector.EMPTY : agreed.version();
        if (hasCopy(here, shown)) {
            change(new Place(path, shown, Optional.of(here)));
        } else if (here.item().isDirectory()
                || (agreed != null && !shown.isDirectory() && rules.mode().changesVolume())) {
            var beside = new Action.Beside(from, asides.of(path, here.item(), here.sight()));
            change(new Upload(path, here, Optional.of(shown), Optional.of(beside)));
        } else {
            change(new PutAside(path, asides.of(path, here.item(), here.sight()), here));
        }
    }

    /// Whether the volume shows what the folder has beside what it shows here.
    private boolean hasCopy(Present here, Shown shown) {
        return copies.getOrDefault(shown.home(), Set.of()).contains(here.item());
    }

    /// Whether what is written where a directory stays, and hence stands beside, is what the folder
    /// has, or another's. To write there once more would have that make room, whose writer would
    /// find it no more and write it again, and so on.
    private boolean isBeside(Present here, Shown shown) {
        boolean isTaken = shown.version().isEmpty() && copies.containsKey(shown.home());
        return shown.isDirectory() && (isTaken || hasCopy(here, shown));
    }

    private void note(EntryPath path, @Nullable Agreed known, Agreed now) {
        if (!now.equals(known)) {
            actions.add(new Agree(path, now));
        }
    }

    private void change(Action action) {
        if (action instanceof InFolder && !rules.mode().changesFolder()) {
            problems.add(new Problem(action.path(), Reason.NOT_TAKEN));
        } else if (action instanceof InVolume && !rules.mode().changesVolume()) {
            problems.add(new Problem(action.path(), Reason.NOT_SENT));
        } else {
            actions.add(action);
        }
    }
}
