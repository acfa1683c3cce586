package dev.holdfast.engine.node;

import java.time.Duration;

/// When a process that runs a device gives memory back. Java looks at what is old only when the
/// heap is full, and an idle device would keep for ever what its work took.
///
/// While there is work the collector is asked for when enough may be garbage, so that memory
/// follows what is in use; after a while without work all that is idle goes.
///
/// @param last what the process had taken at the last look
/// @param restsSince when it began to rest; nanoseconds of a clock that never jumps
/// @param liveBytes of the heap after the last collection that was asked for
/// @param worked what work has taken of the processor since what was idle went
record Repose(Sample last, long restsSince, long liveBytes, Duration worked) {

    /// Between two looks. Work that fills much of the heap takes longer than that.
    static final Duration EVERY = Duration.ofSeconds(2);

    /// How long a process rests before what is idle goes: who puts one file after the other by hand
    /// finds it warm.
    static final Duration REST = Duration.ofSeconds(20);

    /// Less work leaves less behind than a collection costs.
    static final Duration WORKED_MIN = Duration.ofSeconds(2);

    /// A process that takes less than one part in so many of a processor rests: heartbeats and
    /// looks at folders take far less, moving a file far more.
    private static final int REST_SHARE = 20;

    /// So much of the heap is never worth a collection while there is work. Bytes.
    static final long WORTH_MIN = 96L << 20;

    /// Above that, this many halves of what was live: a collection takes as long as there is to
    /// keep, so what is to be gained grows with it.
    private static final int WORTH_HALVES = 3;

    /// What gathers in a process that rests, before it is worth another collection: the young
    /// generation and as much again. Bytes.
    static final long CREPT_MAX = 32L << 20;

    /// What a process has taken up to now.
    ///
    /// @param nanos of a clock that never jumps
    /// @param cpu of the processor
    /// @param usedBytes of the heap, garbage included
    record Sample(long nanos, Duration cpu, long usedBytes) {}

    /// What is to be done. Of both that collect the heap, [#collected] is to hear.
    enum Step {
        NOTHING,
        /// Collect the heap.
        COLLECT,
        /// Drop what is idle, then collect the heap.
        LET_GO
    }

    /// @param then how it stands after the look
    record Looked(Repose then, Step step) {}

    static Repose begun(Sample now) {
        return new Repose(now, now.nanos, now.usedBytes, Duration.ZERO);
    }

    Looked look(Sample now) {
        var took = now.cpu.minus(last.cpu);
        if (took.toNanos() * REST_SHARE > now.nanos - last.nanos) {
            var then = new Repose(now, now.nanos, liveBytes, worked.plus(took));
            return new Looked(then, isWorth(now) ? Step.COLLECT : Step.NOTHING);
        }
        boolean isLong = now.nanos - restsSince >= REST.toNanos();
        boolean isMuch = worked.compareTo(WORKED_MIN) >= 0 || now.usedBytes - liveBytes > CREPT_MAX;
        return isLong && isMuch
                ? new Looked(new Repose(now, restsSince, liveBytes, Duration.ZERO), Step.LET_GO)
                : new Looked(new Repose(now, restsSince, liveBytes, worked), Step.NOTHING);
    }

    private boolean isWorth(Sample now) {
        return now.usedBytes >= Math.max(WORTH_MIN, liveBytes / 2 * WORTH_HALVES);
    }

    /// The heap was collected. What that took of the processor is no work.
    Repose collected(Sample now) {
        return new Repose(now, restsSince, now.usedBytes, worked);
    }
}
