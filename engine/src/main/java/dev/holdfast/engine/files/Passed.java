package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Plan.Reason;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over a linked folder.
///
/// @param plan what was to be done
/// @param unfit names in the folder that no volume can have, and why
/// @param missed what could not be done, and why
/// @param sight what else was seen of the volume
/// @param isChanged whether anything was done, so that another pass may find more
public record Passed(
        Plan plan,
        Map<String, String> unfit,
        Map<EntryPath, Miss> missed,
        Sight sight,
        boolean isChanged) {

    /// Something that could not be done.
    ///
    /// @param waitsFor names of the devices that can help, as far as they are known
    public record Miss(Problem problem, List<String> waitsFor) {}

    /// What is told of a volume beside what is to be done.
    ///
    /// @param conflicts places with versions of which a person is to choose
    /// @param before the last moment before what a brake asks about; empty when it asks nothing
    public record Sight(long conflicts, Optional<Instant> before) {

        static final Sight NOTHING = new Sight(0, Optional.empty());
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

    static Passed stopped(Plan.Brake brake) {
        var plan = new Plan(List.of(), List.of(), Optional.of(brake));
        return new Passed(plan, Map.of(), Map.of(), Sight.NOTHING, false);
    }
}
