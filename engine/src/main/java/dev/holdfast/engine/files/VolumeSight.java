package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Writing;
import dev.holdfast.engine.core.tree.Conflict;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Tree;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a person is told of the volume of a linked folder.
///
/// @param top where in the volume the folder's root is
/// @param plan what follows from these trees
record VolumeSight(Tree tree, EntryPath top, Trees trees, Plan plan, Bearing bearing) {

    /// When nothing is asked.
    Passed.Sight seen() {
        return sight(Optional.empty());
    }

    /// When a person is asked: what the folder would do to the volume was not done before now, and
    /// what others did to the volume was not done before the first of its versions that the folder
    /// has not seen.
    Passed.Sight asked(Instant now) {
        var first =
                trees.synced().agreed().entrySet().stream()
                        .flatMap(each -> unseen(each.getKey(), each.getValue()))
                        .map(version -> version.entry().cause().stamp().instant())
                        .min(Instant::compareTo)
                        .filter(now::isAfter);
        return sight(Optional.of(first.orElse(now).minusMillis(1)));
    }

    private Passed.Sight sight(Optional<Instant> before) {
        return new Passed.Sight(trees.volume().applied(), conflicts(), awaited(), before);
    }

    /// Who wrote what folder and volume had in common, where the volume has not got it back.
    private Map<EntryPath, String> awaited() {
        var awaited = new HashMap<EntryPath, String>();
        for (var problem : plan.problems()) {
            if (problem.reason() == Plan.Reason.VOLUME_BEHIND) {
                var agreed = trees.synced().agreed().get(problem.path());
                Optional.ofNullable(agreed)
                        .flatMap(Agreed::wrote)
                        .flatMap(dot -> bearing.name(dot.actor()))
                        .ifPresent(name -> awaited.put(problem.path(), name));
            }
        }
        return awaited;
    }

    private Stream<EntryVersion> unseen(EntryPath path, Agreed agreed) {
        var shown = trees.volume().shown().get(path);
        boolean isSame =
                shown != null && shown.version().map(EntryVersion::dot).equals(agreed.wrote());
        return isSame
                ? Stream.empty()
                : tree.row(Writing.below(top, path)).siblings().stream()
                        .filter(version -> !agreed.version().contains(version.dot()));
    }

    private Set<EntryPath> conflicts() {
        return trees.volume().shown().values().stream()
                .flatMap(shown -> Conflict.lost(shown).stream())
                .distinct()
                .filter(place -> !Projection.at(tree, place).isEmpty())
                .map(place -> Writing.inFolder(top, place))
                .collect(Collectors.toSet());
    }
}
