package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

/// The batches of one writer in one volume.
public record Chain(VolumeId volume, Actor actor) {

    public static Chain of(BatchHeader header) {
        return new Chain(header.volume(), header.dot().actor());
    }
}
