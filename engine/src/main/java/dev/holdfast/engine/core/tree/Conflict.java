package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Versions of which a person is to choose: what is shown at a place and what lost its name to it.
///
/// A version that lost is either shown beside, and stands in no entry of its own; or it has become
/// a file of its own under the name of a conflict copy, because the other was edited since or
/// because it was put aside.
///
/// @param place whose name they compete for
/// @param rivals two at least: what has the name, then the others, the latest first
public record Conflict(EntryPath place, List<Shown> rivals) {

    /// Names that are tried for a version that is kept beside.
    private static final int NAMES_MAX = 1_000;

    private static final Comparator<Shown> LATEST_FIRST =
            Comparator.comparing(
                            (Shown shown) -> shown.version().orElseThrow(), EntryVersion.BY_TIME)
                    .reversed();

    public Conflict {
        rivals = List.copyOf(rivals);
    }

    /// The place that something lost to another, if by its name it did.
    public static Optional<EntryPath> lost(Shown shown) {
        return shown.isConflict() ? Optional.of(shown.home()) : ConflictName.home(shown.path());
    }

    /// The conflict about a place, if there is one.
    ///
    /// @param beside what is shown near it; what did not lose this place is passed over
    public static Optional<Conflict> at(Tree tree, EntryPath place, Collection<Shown> beside) {
        var rivals = new ArrayList<>(Projection.at(tree, place));
        if (rivals.isEmpty()) {
            return Optional.empty();
        }
        var others = new ArrayList<>(rivals.subList(1, rivals.size()));
        beside.stream()
                .filter(shown -> !shown.isConflict() && shown.version().isPresent())
                .filter(shown -> lost(shown).filter(place::isSamePlaceAs).isPresent())
                .forEach(others::add);
        others.sort(LATEST_FIRST);
        rivals.subList(1, rivals.size()).clear();
        rivals.addAll(others);
        return rivals.size() > 1 ? Optional.of(new Conflict(place, rivals)) : Optional.empty();
    }

    /// The same conflict as it stands in a tree; empty when it is none any more.
    public Optional<Conflict> in(Tree tree) {
        var beside = rivals.stream().flatMap(rival -> Projection.find(tree, rival.path()).stream());
        return at(tree, place, beside.toList());
    }

    /// What has the name.
    public Shown winner() {
        return rivals.getFirst();
    }

    /// A name for a version that is kept under one of its own, such as `letter (bob).txt`.
    ///
    /// @param who wrote it
    /// @param isTaken names that are something else's
    public EntryPath nameFor(String who, Predicate<EntryPath> isTaken) {
        for (int i = 1; i < NAMES_MAX; i++) {
            var name = ConflictName.marked(place, i == 1 ? who : who + " " + i);
            if (name.isPresent() && !isTaken.test(name.get())) {
                return name.get();
            }
        }
        throw new IllegalStateException("so many names are nowhere taken");
    }
}
