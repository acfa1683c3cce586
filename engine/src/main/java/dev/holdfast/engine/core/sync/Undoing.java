package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Action.RemoveInFolder;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Turns a plan that a person does not want round: what is gone on one side comes back from the
/// other, and what was replaced on one side is replaced by what the other still has. What the
/// folder loses by it is shelved before: the volume has it in its history, under a name that comes
/// and goes.
///
/// What is gone is forgotten before it comes back: if it cannot come now, its absence is no delete.
final class Undoing {

    private final Trees trees;
    private final Rules rules;
    private final boolean isOfMissed;
    private final Asides asides;
    private final List<Action> turned = new ArrayList<>();
    private final TreeMap<EntryPath, EntryPath> shelved = new TreeMap<>();
    private final Set<EntryPath> back = new HashSet<>();

    private Undoing(Trees trees, Rules rules, boolean isOfMissed) {
        this.trees = trees;
        this.rules = rules;
        this.isOfMissed = isOfMissed;
        asides = new Asides(trees);
    }

    /// @param actions in any order
    /// @param asked what a person was asked; only that is turned
    static Plan of(List<Action> actions, Trees trees, Rules rules, Optional<Plan.Brake> asked) {
        boolean isOfMissed = asked.filter(Plan.Brake.Missed.class::isInstance).isPresent();
        var undoing = new Undoing(trees, rules, isOfMissed);
        actions.forEach(undoing::turn);
        undoing.turned.removeIf(
                action -> action instanceof Agree && undoing.back.contains(action.path()));
        undoing.back.forEach(path -> undoing.turned.add(new Forget(path)));
        var ordered = new Moves(undoing.turned).inOrder();
        return new Plan(ordered, List.of(), Optional.empty(), undoing.shelved);
    }

    private void turn(Action action) {
        if (isOfMissed && !Brakes.isMissed(action, trees)) {
            turned.add(action);
            return;
        }
        turned.add(
                switch (action) {
                    case RemoveInVolume(var path, var shown) -> {
                        back.add(path);
                        yield new Place(path, shown, Optional.empty());
                    }
                    case RemoveInFolder(var path, var here) when rules.mode().changesVolume() -> {
                        back.add(path);
                        yield new Upload(path, here, Optional.empty(), Optional.empty());
                    }
                    case Place(var path, var shown, var over)
                            when rules.mode().changesVolume() && isReplaced(path, over) -> {
                        back.add(path);
                        yield new Upload(
                                path, over.orElseThrow(), Optional.of(shown), Optional.empty());
                    }
                    case Upload(var path, var here, var over, var beside)
                            when beside.isEmpty() && over.filter(Brakes::isFile).isPresent() -> {
                        shelved.put(path, asides.of(path, here.item(), here.sight()));
                        yield new Place(path, over.orElseThrow(), Optional.of(here));
                    }
                    default -> action;
                });
    }

    /// Whether the volume has changed what the folder still has.
    private boolean isReplaced(EntryPath path, Optional<Present> over) {
        var agreed = trees.synced().agreed().get(path);
        return agreed != null && over.filter(agreed::isStill).isPresent();
    }
}
