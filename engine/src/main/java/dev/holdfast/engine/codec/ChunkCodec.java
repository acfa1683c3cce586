package dev.holdfast.engine.codec;

import dev.holdfast.engine.core.canonical.MalformedException;

import java.nio.ByteBuffer;

/// Makes the bytes of a chunk smaller, and gives them back. Safe for many threads. Every
/// implementation passes `ChunkCodecContract`.
///
/// Buffers are backed by arrays. Equal bytes encoded by the same [#id] give equal results on every
/// device, so an id stands for the codec, the build of its encoder, and its level.
public interface ChunkCodec {

    /// The id of bytes that stand as they are.
    int STORED = 0;

    /// The id of what this codec writes now, 0..255.
    int id();

    /// True when this codec decodes what was written under `id`.
    boolean reads(int id);

    /// Whether a look at a few pieces says that encoding would save too little. Whoever encodes
    /// asks this first, so that equal bytes are encoded alike everywhere, and needs no room when it
    /// is so.
    boolean declines(ByteBuffer plain);

    /// Writes the encoded form of what remains in `plain` at the position of `into`, which moves
    /// behind it. False, and `into` as it was, when that would not save 5 %. The position of
    /// `plain` does not move. `into` has at least as much room as `plain` has bytes.
    boolean encode(ByteBuffer plain, ByteBuffer into);

    /// Fills `into` from what remains in `encoded`, and never writes past its limit.
    ///
    /// @throws MalformedException if `encoded` is not the form of exactly so many bytes
    void decode(ByteBuffer encoded, ByteBuffer into) throws MalformedException;
}
