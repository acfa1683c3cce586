package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Comparator;

/// One batch of one writer in one volume: who, and the how many-th. A path appears at most once in
/// a batch, so a dot and a path together name one version.
public record Dot(Actor actor, long n) implements Comparable<Dot> {

    private static final Comparator<Dot> ORDER =
            Comparator.comparing(Dot::actor).thenComparingLong(Dot::n);

    public Dot {
        if (n < 1) {
            throw new IllegalArgumentException("batches count from 1; this is " + n);
        }
    }

    public void write(CanonicalWriter to) {
        to.hash(actor.device().hash()).bits64(actor.incarnation()).u64(n);
    }

    public static Dot read(CanonicalReader in) throws MalformedException {
        var actor = new Actor(new DeviceId(in.hash()), in.bits64());
        long n = in.u64();
        if (n < 1) {
            throw new MalformedException("a batch of number 0");
        }
        return new Dot(actor, n);
    }

    @Override
    public int compareTo(Dot that) {
        return ORDER.compare(this, that);
    }
}
