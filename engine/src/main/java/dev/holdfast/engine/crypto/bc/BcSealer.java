package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.MerkleTree;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;

import java.nio.ByteBuffer;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

/// Seals chunks under keys that their own content and the dedup secret give.
///
/// Sealed = version byte ‖ AES-256-GCM of the [Frame], the version byte authenticated. The key is
/// HKDF(dedup secret, "chunk", name of the frame), hence of this one frame only, and so the nonce
/// is zero. Opening derives the key again from what came out: whoever holds the dedup secret but
/// does not keep the rules can make no sealed bytes that open to something else than their key
/// says.
public final class BcSealer implements Sealer {

    private static final byte VERSION = 1;

    /// Stands in the version's place until the draft is sealed.
    private static final byte DRAFT = 0;

    private static final byte[] AAD = {VERSION};

    /// Bytes copied at a time, and hashed while they are in the cache of the processor.
    private static final int PIECE = 16 << 10;

    private static final int SEALED_MIN = 1 + Frame.HEADER + 1 + Gcm.TAG_BYTES;

    private final ChunkCodec writer;
    private final List<ChunkCodec> readers;
    private final Hkdf keys;
    private final Hmac names;
    private final Scratch scratch;

    /// A sealer for one pool.
    ///
    /// @param writer what chunks are encoded with from now on
    /// @param readers all codecs that may have been written with; stored bytes need none
    /// @param shelf lends the memory to encode and decode in
    public BcSealer(Secret dedup, ChunkCodec writer, List<ChunkCodec> readers, Shelf shelf) {
        scratch = new Scratch(shelf);
        this.writer = writer;
        this.readers = List.copyOf(readers);
        keys = Hkdf.of(dedup.bits());
        names = new Hmac(new SecretKeySpec(keys.key("content name").toBytes(), "HmacSHA256"));
    }

    @Override
    public Hash chunkerKey() {
        return keys.key("chunker");
    }

    @Override
    public Draft draft(ByteBuffer plain, ByteBuffer into) {
        int length = plain.remaining();
        if (length < 1
                || length > ChunkRef.LENGTH_MAX
                || into.remaining() < Sealer.roomFor(length)) {
            throw new IllegalArgumentException(
                    "no chunk of %d bytes in a room of %d".formatted(length, into.remaining()));
        }
        int at = into.position();
        int body = at + 1 + Frame.HEADER;
        into.put(at, DRAFT);
        var hash = MerkleTree.leaf();
        for (int done = 0; done < length; done += PIECE) {
            int count = Math.min(PIECE, length - done);
            into.put(body + done, plain, plain.position() + done, count);
            hash.update(into.array(), into.arrayOffset() + body + done, count);
        }
        return new Draft(hash.finish(), length, into);
    }

    @Override
    public Hash name(Hash leaf) {
        return names.of(leaf.toBytes());
    }

    @Override
    public ChunkRef seal(Draft draft) {
        var buffer = draft.buffer();
        if (buffer.get(buffer.position()) != DRAFT) {
            throw new IllegalStateException("a draft is sealed once");
        }
        var bytes = buffer.array();
        int at = buffer.arrayOffset() + buffer.position();
        var frame = encode(bytes, at + 1, draft.length());
        frame.write();
        var key = keys.key("chunk", frame.name(draft.leaf()).toBytes());
        bytes[at] = VERSION;
        var id = new Sha256().update(VERSION);
        Gcm.once(key, AAD).sealInPlace(bytes, at + 1, frame.length(), id::update);
        buffer.limit(buffer.position() + 1 + frame.length() + Gcm.TAG_BYTES);
        return new ChunkRef(new ChunkId(id.finish()), new ChunkKey(key), draft.length());
    }

    /// Encodes the plain bytes of a frame where they stand, if that is worth it.
    private Frame encode(byte[] bytes, int at, int plain) {
        var stored = new Frame(bytes, at, plain, plain, ChunkCodec.STORED);
        if (writer.declines(ByteBuffer.wrap(bytes, stored.body(), plain))) {
            return stored;
        }
        var smaller = ByteBuffer.wrap(scratch.take(plain), 0, plain);
        try {
            if (!writer.encode(ByteBuffer.wrap(bytes, stored.body(), plain), smaller)) {
                return stored;
            }
            smaller.flip();
            var encoded = new Frame(bytes, at, smaller.remaining(), plain, writer.id());
            smaller.get(bytes, encoded.body(), encoded.encoded());
            return encoded;
        } finally {
            scratch.giveBack(smaller.array());
        }
    }

    @Override
    public Hash open(ChunkRef ref, ByteBuffer sealed, ByteBuffer into) throws TamperedException {
        int length = sealed.remaining();
        int room = Sealer.roomFor(ref.length());
        if (into.remaining() < room) {
            throw new IllegalArgumentException("no room to open a chunk in");
        }
        if (length < SEALED_MIN || length > room || sealed.get(sealed.position()) != VERSION) {
            throw new TamperedException("no sealed chunk of this version and length");
        }
        int at = into.arrayOffset() + into.position();
        var body = sealed.slice(sealed.position() + 1, length - 1);
        var hash = new FrameHash(at, ref.length());
        Gcm.once(ref.key().bits(), AAD).open(body, into.array(), at, hash);
        var frame = Frame.read(into.array(), at, length - 1 - Gcm.TAG_BYTES, ref.length());
        var leaf =
                frame.isStored()
                        ? openStored(ref, frame, hash.finish())
                        : openEncoded(ref, frame, hash.finish());
        int plain = into.position() + Frame.HEADER;
        into.limit(plain + ref.length()).position(plain);
        return leaf;
    }

    private Hash openStored(ChunkRef ref, Frame frame, Hash leaf) throws TamperedException {
        checkKey(ref, frame.name(leaf));
        return leaf;
    }

    /// Decodes only what has the right key, and into a room of exactly the declared length.
    private Hash openEncoded(ChunkRef ref, Frame frame, Hash name) throws TamperedException {
        checkKey(ref, name);
        var codec =
                readers.stream()
                        .filter(reader -> reader.reads(frame.codec()))
                        .findFirst()
                        .orElseThrow(() -> new TamperedException("a chunk of an unknown codec"));
        var plain = ByteBuffer.wrap(scratch.take(frame.plain()), 0, frame.plain());
        try {
            codec.decode(ByteBuffer.wrap(frame.bytes(), frame.body(), frame.encoded()), plain);
            plain.flip().get(frame.bytes(), frame.body(), frame.plain());
        } catch (MalformedException e) {
            throw new TamperedException("a chunk that does not decode", e);
        } finally {
            scratch.giveBack(plain.array());
        }
        return MerkleTree.leaf(frame.bytes(), frame.body(), frame.plain());
    }

    private void checkKey(ChunkRef ref, Hash name) throws TamperedException {
        if (!keys.key("chunk", name.toBytes()).equals(ref.key().bits())) {
            throw new TamperedException("a chunk sealed under a key that is not its own");
        }
    }
}
