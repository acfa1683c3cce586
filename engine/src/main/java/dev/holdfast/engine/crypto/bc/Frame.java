package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Padding;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is encrypted of a chunk: `u32` encoded length, `u32` plain length, `u8` codec, the encoded
/// bytes, zeros up to the padded length.
///
/// @param at where the frame begins in `bytes`
record Frame(byte[] bytes, int at, int encoded, int plain, int codec) {

    static final int HEADER = Sealer.FRAME_HEADER;

    /// Bytes of the frame with its padding.
    int length() {
        return Padding.padded(HEADER + encoded);
    }

    /// Where the encoded bytes begin.
    int body() {
        return at + HEADER;
    }

    boolean isStored() {
        return codec == ChunkCodec.STORED;
    }

    /// Writes the header and the zeros around the encoded bytes, which stand already.
    void write() {
        ByteBuffer.wrap(bytes, at, HEADER).putInt(encoded).putInt(plain).put((byte) codec);
        Arrays.fill(bytes, body() + encoded, at + length(), (byte) 0);
    }

    /// Names exactly this frame: its hash, or for stored bytes, which are hashed for the leaf
    /// anyway, the hash of the header and the leaf. As the codec stands at the same place in both,
    /// no name of one kind is one of the other.
    Hash name(Hash leaf) {
        return isStored()
                ? new Sha256().update(bytes, at, HEADER).update(leaf.toBytes()).finish()
                : new Sha256().update(bytes, at, length()).finish();
    }

    /// Reads the frame of `length` bytes at `at`, of a chunk of `plain` bytes.
    static Frame read(byte[] bytes, int at, int length, int plain) throws TamperedException {
        var header = ByteBuffer.wrap(bytes, at, HEADER);
        int encoded = header.getInt();
        int stated = header.getInt();
        int codec = header.get() & 0xff;
        if (stated != plain) {
            throw new TamperedException("a chunk of another length than its reference says");
        }
        boolean fits =
                codec == ChunkCodec.STORED ? encoded == plain : encoded > 0 && encoded < plain;
        if (!fits || plain > ChunkRef.LENGTH_MAX) {
            throw new TamperedException("a chunk whose lengths do not fit its codec");
        }
        var frame = new Frame(bytes, at, encoded, plain, codec);
        if (frame.length() != length) {
            throw new TamperedException("a chunk that is not padded as it must be");
        }
        for (int i = frame.body() + encoded; i < at + length; i++) {
            if (bytes[i] != 0) {
                throw new TamperedException("a chunk with something in its padding");
            }
        }
        return frame;
    }
}
