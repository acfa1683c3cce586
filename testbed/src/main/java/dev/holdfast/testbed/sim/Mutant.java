package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.repair.Repair.Effect;

/// A promise that is broken on purpose in a run, to see that the run notices.
enum Mutant {
    /// None is.
    NONE,
    /// Copies are dropped without asking anybody for a pledge.
    DROPS_UNASKED,
    /// A device that looks for copies to let go drops one that belongs on it.
    DROPS_WHAT_IT_OWNS,
    /// What repair wants pushed is not, every second time.
    FORGETS_A_DEBT,
    /// The disk says that it has synced, and has not.
    SYNCS_NOTHING,
    /// Chunks that nobody needs are deleted before anybody has heard of it.
    DELETES_UNHEARD,
    /// History is taken for over when it is not.
    ENDS_HISTORY_EARLY,
    /// Of what was replaced the last version of a day goes with the others.
    FORGETS_DAYS;

    /// Whether an effect of repair is done.
    boolean lets(Effect effect) {
        return this != FORGETS_A_DEBT
                || !(effect instanceof Effect.Push push && push.push() % 2 == 0);
    }
}
