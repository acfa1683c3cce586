package dev.holdfast.engine.core.collect;

import java.util.List;

/// How much may happen in a [ToyPool].
///
/// @param devices of which the first write, as many as there are bounds of them
/// @param batches of each writer at the most
/// @param claims of each writer at the most
/// @param crashes after which puts that were under way never go on
/// @param partings from a copy that another device keeps
/// @param resumes crashes after which puts go on
/// @param keepers of the devices so many, the last ones
/// @param removals of the first device from the pool
/// @param hasDays whether each writer writes on a day of its own, and what the first trims leaves
///   the last version of each
record ToyBounds(
        int devices,
        List<Integer> batches,
        List<Integer> claims,
        int paths,
        int crashes,
        int partings,
        int resumes,
        int keepers,
        int removals,
        boolean hasDays) {

    int readers() {
        return devices - keepers;
    }

    int writers() {
        return batches.size();
    }
}
