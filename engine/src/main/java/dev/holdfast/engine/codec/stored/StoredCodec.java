package dev.holdfast.engine.codec.stored;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.nio.ByteBuffer;

/// Saves nothing, and takes no time for it.
public final class StoredCodec implements ChunkCodec {

    @Override
    public int id() {
        return STORED;
    }

    @Override
    public boolean reads(int id) {
        return id == STORED;
    }

    @Override
    public boolean declines(ByteBuffer plain) {
        return true;
    }

    @Override
    public boolean encode(ByteBuffer plain, ByteBuffer into) {
        return false;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer into) throws MalformedException {
        if (encoded.remaining() != into.remaining()) {
            throw new MalformedException(
                    "%d stored bytes for %d".formatted(encoded.remaining(), into.remaining()));
        }
        into.put(encoded.duplicate());
    }
}
