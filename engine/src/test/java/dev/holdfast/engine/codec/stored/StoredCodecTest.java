package dev.holdfast.engine.codec.stored;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.codec.ChunkCodecContract;

class StoredCodecTest extends ChunkCodecContract {

    @Override
    protected ChunkCodec codec() {
        return new StoredCodec();
    }
}
