package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.content.MerkleTree;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

/// Hashes a [Frame] while it comes out of its seal: of stored bytes the leaf, which they are named
/// by, of others the whole frame. Nothing that the frame says of itself is checked here.
final class FrameHash implements Gcm.Passing {

    private final int at;
    private final int plain;
    private Sha256 hash = new Sha256();
    private int begin;
    private int end;

    /// @param at where the frame begins
    /// @param plain bytes of the chunk, as its reference says
    FrameHash(int at, int plain) {
        this.at = at;
        this.plain = plain;
    }

    @Override
    public void passed(byte[] bytes, int from, int length) {
        if (from == at) {
            begin(bytes[at + Frame.HEADER - 1] & 0xff);
        }
        int first = Math.max(from, begin);
        int last = Math.min(from + length, end);
        if (first < last) {
            hash.update(bytes, first, last - first);
        }
    }

    private void begin(int codec) {
        boolean isStored = codec == ChunkCodec.STORED;
        hash = isStored ? MerkleTree.leaf() : new Sha256();
        begin = isStored ? at + Frame.HEADER : at;
        end = isStored ? begin + plain : Integer.MAX_VALUE;
    }

    /// The leaf of stored bytes, or the hash of the frame.
    Hash finish() {
        return hash.finish();
    }
}
