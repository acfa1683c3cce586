package dev.holdfast.engine.exchange;

import dev.holdfast.engine.core.batch.BatchHeader;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

/// The batches of one writer in one volume.
record Chain(VolumeId volume, Actor actor) {

    static Chain of(BatchHeader header) {
        return new Chain(header.volume(), header.dot().actor());
    }
}
