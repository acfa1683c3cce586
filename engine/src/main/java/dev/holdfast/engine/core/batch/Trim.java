package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VolumeSpec;

import java.time.Instant;

/// Ends a part of a volume's past, as its writer had seen it: what the writer had not seen is not
/// touched. It takes nothing from the names that stand; what it ends may be collected once every
/// writer has seen it.
public sealed interface Trim {

    /// Whether a person asked for it, so that there may be much of it.
    boolean isConfirmed();

    /// What was replaced or deleted up to a moment is history no more, but for the last version of
    /// each day of those that were replaced after an earlier moment. Days are those of [Hlc#day].
    ///
    /// @param until nothing that was replaced later is touched
    /// @param daily of what was replaced later than this the last version of a day stays; not after
    ///   `until`, and nothing of a day stays where it is the same
    record Replaced(Hlc until, Hlc daily, boolean isConfirmed) implements Trim {

        public Replaced {
            if (daily.compareTo(until) > 0) {
                throw new IllegalArgumentException("days from " + daily + " to " + until);
            }
        }

        /// What a volume keeps no more at a time.
        public static Replaced due(VolumeSpec spec, Instant now, boolean isConfirmed) {
            var until = stamp(now.minus(spec.keep()));
            var daily = stamp(now.minus(spec.daily()));
            return new Replaced(until, daily.compareTo(until) < 0 ? daily : until, isConfirmed);
        }

        private static Hlc stamp(Instant at) {
            return new Hlc(Math.max(0, at.toEpochMilli()), 0);
        }

        /// Whether a version is ended that was written and replaced at these times. Of two that
        /// were written on one day the later replaces the earlier on that day.
        public boolean ends(Hlc written, Hlc replaced) {
            boolean isOfItsDay = written.day() != replaced.day();
            return replaced.compareTo(isOfItsDay ? daily : until) <= 0;
        }

        /// Whether this ends all that another one does, of what its writer had seen.
        public boolean covers(Replaced other) {
            return until.compareTo(other.until) >= 0 && daily.compareTo(other.daily) >= 0;
        }
    }

    /// The volume was removed, and its writer will write nothing into it any more.
    record Everything(boolean isConfirmed) implements Trim {}

    default void write(CanonicalWriter to) {
        switch (this) {
            case Replaced(var until, var daily, var confirmed) -> {
                boolean hasDays = !daily.equals(until);
                until.write(to.u8(hasDays ? 3 : 1).flag(confirmed));
                if (hasDays) {
                    daily.write(to);
                }
            }
            case Everything(var confirmed) -> to.u8(2).flag(confirmed);
        }
    }

    static Trim read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        boolean isConfirmed = in.flag();
        return switch (kind) {
            case 1 -> {
                var until = Hlc.read(in);
                yield new Replaced(until, until, isConfirmed);
            }
            case 2 -> new Everything(isConfirmed);
            case 3 -> daily(Hlc.read(in), Hlc.read(in), isConfirmed);
            default -> throw new MalformedException("a trim of kind " + kind);
        };
    }

    private static Trim daily(Hlc until, Hlc daily, boolean isConfirmed) throws MalformedException {
        if (daily.compareTo(until) >= 0) {
            throw new MalformedException("a trim with days from " + daily + " to " + until);
        }
        return new Replaced(until, daily, isConfirmed);
    }
}
