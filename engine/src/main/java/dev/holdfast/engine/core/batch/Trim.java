package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Hlc;

/// Ends a part of a volume's past, as its writer had seen it: what the writer had not seen is not
/// touched. It takes nothing from the names that stand; what it ends may be collected once every
/// writer has seen it.
public sealed interface Trim {

    /// Whether a person asked for it, so that there may be much of it.
    boolean isConfirmed();

    /// What was replaced or deleted up to a moment is history no more.
    record Replaced(Hlc until, boolean isConfirmed) implements Trim {}

    /// The volume was removed, and its writer will write nothing into it any more.
    record Everything(boolean isConfirmed) implements Trim {}

    default void write(CanonicalWriter to) {
        switch (this) {
            case Replaced(var until, var confirmed) -> until.write(to.u8(1).flag(confirmed));
            case Everything(var confirmed) -> to.u8(2).flag(confirmed);
        }
    }

    static Trim read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        boolean isConfirmed = in.flag();
        return switch (kind) {
            case 1 -> new Replaced(Hlc.read(in), isConfirmed);
            case 2 -> new Everything(isConfirmed);
            default -> throw new MalformedException("a trim of kind " + kind);
        };
    }
}
