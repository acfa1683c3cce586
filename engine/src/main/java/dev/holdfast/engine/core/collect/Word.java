package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a batch says to collecting: how far its writer was when it wrote it.
///
/// @param dot the batch
/// @param open the writer's lowest claim that was still open after it
/// @param saw the batches of the volume that the writer had applied before it
/// @param trim what of the volume's past ends with it
public record Word(Dot dot, long open, VersionVector saw, Optional<Trim> trim) {

    /// All that its writer had seen, this batch included.
    public VersionVector seen() {
        return saw.with(dot);
    }

    /// The same as far as it is held elsewhere: what a trim can have ended there.
    ///
    /// @param held the last batch held of each writer
    VersionVector seenWithin(Map<Actor, Word> held) {
        var both = new TreeMap<Actor, Long>();
        seen().latest()
                .forEach(
                        (actor, n) -> {
                            var last = held.get(actor);
                            if (last != null) {
                                both.put(actor, Math.min(n, last.dot().n()));
                            }
                        });
        return new VersionVector(both);
    }
}
