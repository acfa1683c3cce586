package dev.holdfast.engine.node;

import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.dht.Directory;
import dev.holdfast.engine.dht.DirectoryTalk;
import dev.holdfast.engine.exchange.Exchange;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.recovery.Attendant;
import dev.holdfast.engine.transfer.ChunkResponder;

/// The rooms that answer other devices: those of the pool whatever they ask, and whoever has the
/// recovery words what only reads.
record Answering(OpenHome home, Cluster cluster, Dispatcher dispatcher) {

    /// Call it before the cluster starts.
    void begin(Exchange exchange, Directory directory, ChunkResponder.Log stamps) {
        var talk = new DirectoryTalk(home.store().index(), directory);
        var chunks =
                new ChunkResponder(home.store(), home.pins(), home.coming(), stamps, home.shelf());
        exchange.register(dispatcher);
        talk.register(dispatcher);
        chunks.register(dispatcher);
        var reading = new Dispatcher();
        exchange.registerReading(reading);
        talk.registerReading(reading);
        chunks.registerReading(reading);
        var attendant =
                new Attendant(
                        cluster, home.live().tools(), home.signatures(), home.clock(), reading);
        cluster.visits(Protocol.RECOVER, attendant);
    }
}
