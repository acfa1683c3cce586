package dev.holdfast.engine.store;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;

import java.nio.ByteBuffer;
import java.util.Random;

/// A chunk of bytes drawn from a seed.
@SuppressWarnings("ArrayRecordComponent")
public record TestChunk(ChunkId id, byte[] sealed) {

    private static final Hash ANY = new Hash(1, 2, 3, 4);

    public static final ChunkTag TAG =
            new ChunkTag(
                    3,
                    new Stamp(new VolumeId(ANY), new Actor(new DeviceId(ANY), 7), 1),
                    ChunkTag.Origin.HERE);

    public static TestChunk seeded(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return new TestChunk(new ChunkId(Sha256.of(bytes)), bytes);
    }

    public boolean appendTo(ChunkStore store) throws StoreException {
        return store.append(id, ByteBuffer.wrap(sealed), TAG);
    }

    public byte[] readFrom(ChunkStore store) throws StoreException {
        var into = ByteBuffer.allocate(sealed.length);
        if (!store.read(id, into)) {
            throw new AssertionError("chunk " + id + " is not held");
        }
        return into.array();
    }
}
