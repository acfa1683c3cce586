package dev.holdfast.engine.core.batch;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.List;

/// The clear part of a batch: where it belongs and on what it follows. Keepers read it too.
///
/// @param dot the writer, and the number of this batch in its chain in this volume
/// @param previous id of the writer's batch n − 1; [#NONE] before the first
/// @param sealing what it takes to open the body
public record BatchHeader(PoolId pool, VolumeId volume, Dot dot, Hash previous, Sealing sealing) {

    /// What comes before the first batch.
    public static final Hash NONE = new Hash(0, 0, 0, 0);

    /// The most heads a roster has at once; an owner joins them long before.
    public static final int HEADS_MAX = 64;

    private static final int VERSION = 1;

    /// What the body was sealed under, and when.
    ///
    /// @param epoch id of the epoch secret that opens the body
    /// @param open the writer's lowest claim still open after this batch
    /// @param rosterHeads the statements the writer had seen last
    /// @param bodyLength bytes of the sealed body
    public record Sealing(Hash epoch, long open, List<Hash> rosterHeads, int bodyLength) {

        public Sealing {
            if (open < 1) {
                throw new IllegalArgumentException("claims count from 1; this is " + open);
            }
            if (rosterHeads.size() > HEADS_MAX) {
                throw new IllegalArgumentException(rosterHeads.size() + " roster heads");
            }
            if (bodyLength < 1 || bodyLength > Batch.SEALED_MAX) {
                throw new IllegalArgumentException("a sealed body of " + bodyLength + " bytes");
            }
            rosterHeads = List.copyOf(rosterHeads);
        }
    }

    public byte[] toBytes() {
        var to = new CanonicalWriter().u8(VERSION).hash(pool.hash()).hash(volume.hash());
        dot.write(to);
        return to.hash(previous)
                .hash(sealing.epoch)
                .u64(sealing.open)
                .list(sealing.rosterHeads, CanonicalWriter::hash)
                .u32(sealing.bodyLength)
                .toBytes();
    }

    static BatchHeader read(CanonicalReader in) throws MalformedException {
        int version = in.u8();
        if (version != VERSION) {
            throw new MalformedException("a batch of version " + version);
        }
        var pool = new PoolId(in.hash());
        var volume = new VolumeId(in.hash());
        var dot = Dot.read(in);
        var previous = in.hash();
        if (dot.n() == 1 != previous.equals(NONE)) {
            throw new MalformedException("batch " + dot.n() + " with the wrong predecessor");
        }
        return new BatchHeader(pool, volume, dot, previous, readSealing(in));
    }

    private static Sealing readSealing(CanonicalReader in) throws MalformedException {
        var epoch = in.hash();
        long open = in.u64();
        var heads = in.list(HEADS_MAX, CanonicalReader::hash);
        int length = in.u32();
        if (open < 1 || length < 1 || length > Batch.SEALED_MAX) {
            throw new MalformedException("claim " + open + ", a body of " + length + " bytes");
        }
        return new Sealing(epoch, open, heads, length);
    }
}
