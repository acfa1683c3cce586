package dev.holdfast.engine.core.namespace;

import dev.holdfast.engine.core.membership.DeviceId;

import java.util.Comparator;

/// One life of one device as a writer. The incarnation is a random number drawn at `init`, `join`
/// and `recover`, and again whenever the device finds that others know more of its writing than it
/// does itself; so no two histories ever share a chain of batches.
public record Actor(DeviceId device, long incarnation) implements Comparable<Actor> {

    private static final Comparator<Actor> ORDER =
            Comparator.comparing(Actor::device)
                    .thenComparing(Actor::incarnation, Long::compareUnsigned);

    @Override
    public int compareTo(Actor that) {
        return ORDER.compare(this, that);
    }

    @Override
    public String toString() {
        return device + "/" + Long.toHexString(incarnation);
    }
}
