package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Plan.Reason;
import dev.holdfast.engine.core.sync.Trees.Part;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One pass over a linked folder.
///
/// @param plan what was to be done
/// @param unfit names in the folder that no volume can have, things that are none of its kinds, and
///   what may not be read; and why, as the end of a sentence
/// @param missed what could not be done, and why
/// @param sight what else was seen of the volume
/// @param isChanged whether anything was done, so that another pass may find more
/// @param part what was looked at; empty when it was all
public record Passed(
        Plan plan,
        Map<String, String> unfit,
        Map<EntryPath, Miss> missed,
        Sight sight,
        boolean isChanged,
        Optional<Part> part) {

    /// Something that could not be done.
    ///
    /// @param waitsFor names of the devices that can help, as far as they are known
    public record Miss(Problem problem, List<String> waitsFor) {}

    /// What is told of a volume beside what is to be done.
    ///
    /// @param applied what went into it
    /// @param conflicts places with versions of which a person is to choose
    /// @param awaited which device wrote what is missing at places where the volume has lost it
    /// @param before the last moment before what a brake asks about; empty when it asks nothing
    public record Sight(
            VersionVector applied,
            Set<EntryPath> conflicts,
            Map<EntryPath, String> awaited,
            Optional<Instant> before) {

        static final Sight NOTHING =
                new Sight(VersionVector.EMPTY, Set.of(), Map.of(), Optional.empty());

        public Sight {
            conflicts = Set.copyOf(conflicts);
            awaited = Map.copyOf(awaited);
        }
    }

    public Passed {
        unfit = Map.copyOf(unfit);
        missed = Map.copyOf(missed);
    }

    /// Whether all was looked at and done that there was to do.
    public boolean isComplete() {
        return plan.brake().isEmpty()
                && missed.isEmpty()
                && plan.problems().stream().noneMatch(each -> each.reason() == Reason.UNREAD);
    }

    /// The directories with what is told of it to a person.
    Set<EntryPath> told() {
        var told = new HashSet<EntryPath>();
        plan.problems().forEach(each -> told.add(each.path().parent()));
        missed.keySet().forEach(each -> told.add(each.parent()));
        sight.conflicts.forEach(each -> told.add(each.parent()));
        sight.awaited.keySet().forEach(each -> told.add(each.parent()));
        unfit.keySet().forEach(each -> told.add(above(each)));
        return told;
    }

    /// The directory of a name, which may be none that a volume can have.
    private static EntryPath above(String path) {
        return new EntryPath(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    }

    /// Before the first look since the device was started: what was in step then is taken to be so.
    ///
    /// @param applied what of the volume that look will see at least
    static Passed unseen(VersionVector applied) {
        var plan = new Plan(List.of(), List.of(), Optional.empty());
        var sight = new Sight(applied, Set.of(), Map.of(), Optional.empty());
        return new Passed(plan, Map.of(), Map.of(), sight, false, Optional.of(new Part()));
    }

    static Passed stopped(Plan.Brake brake) {
        var plan = new Plan(List.of(), List.of(), Optional.of(brake));
        return new Passed(plan, Map.of(), Map.of(), Sight.NOTHING, false, Optional.empty());
    }

    /// What is known of all after a look at a part: what an earlier one saw elsewhere still holds.
    public Passed after(Passed earlier) {
        if (part.isEmpty()) {
            return this;
        }
        var seen = part.get();
        var problems = new ArrayList<>(plan.problems());
        for (var problem : earlier.plan.problems()) {
            if (!seen.has(problem.path().key())) {
                problems.add(problem);
            }
        }
        var conflicts = new HashSet<>(sight.conflicts);
        for (var place : earlier.sight.conflicts) {
            if (!seen.has(place.key())) {
                conflicts.add(place);
            }
        }
        Predicate<EntryPath> isSeen = path -> seen.has(path.key());
        var awaited = with(sight.awaited, earlier.sight.awaited, isSeen);
        return new Passed(
                new Plan(plan.actions(), problems, plan.brake()),
                with(unfit, earlier.unfit, seen::has),
                with(missed, earlier.missed, isSeen),
                new Sight(sight.applied, conflicts, awaited, Optional.empty()),
                isChanged,
                part);
    }

    private static <K, V> Map<K, V> with(Map<K, V> now, Map<K, V> then, Predicate<K> isSeen) {
        var both = new HashMap<>(now);
        then.forEach(
                (key, value) -> {
                    if (!isSeen.test(key)) {
                        both.put(key, value);
                    }
                });
        return both;
    }
}
