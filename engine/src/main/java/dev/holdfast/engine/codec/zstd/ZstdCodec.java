package dev.holdfast.engine.codec.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Zstandard (RFC 8878) at level 1. A context serves one call after the other; each begins anew in
/// it, so what came before never shows in the result.
public final class ZstdCodec implements ChunkCodec {

    /// The encoder of zstd 1.5.7 at level 1. Another build or level gets the next id, and all ids
    /// are read for ever.
    static final int ZSTD_1_5_7_LEVEL_1 = 1;

    private static final int LEVEL = 1;

    /// What must be saved for the trouble: one part in so many.
    private static final int WORTH = 20;

    /// Below this the frame around them costs what is saved. Bytes.
    private static final int TRIED_FROM = 64;

    /// Chunks up to here are encoded without a probe. Bytes.
    private static final int PROBED_FROM = 128 << 10;

    /// Chunks up to here are encoded into more room than the result may take: that there is too
    /// little is told by an exception, which takes longer than encoding so little. Bytes.
    private static final int ROOMY_MAX = 64 << 10;

    /// Each of the three pieces of a sample. Bytes.
    private static final int PROBE_PIECE = 8 << 10;

    /// Encoders kept while nobody uses them, by all codecs together: to make one takes longer than
    /// to encode a small chunk in it. More are made when more are asked for at once.
    private static final int KEPT_MAX = 4;

    private static final BlockingQueue<Encoder> KEPT = new ArrayBlockingQueue<>(KEPT_MAX);

    /// A context, and room for what comes of the most that is encoded without a probe of its size.
    private record Encoder(ZstdCompressCtx context, byte[] room) {

        static Encoder take() {
            var kept = KEPT.poll();
            return kept != null
                    ? kept
                    : new Encoder(
                            new ZstdCompressCtx().setLevel(LEVEL),
                            new byte[(int) Zstd.compressBound(ROOMY_MAX)]);
        }

        /// Bytes written to `into`, which has `room` for them.
        int encode(ByteBuffer plain, byte[] into, int at, int room) {
            return context.compressByteArray(
                    into,
                    at,
                    room,
                    plain.array(),
                    plain.arrayOffset() + plain.position(),
                    plain.remaining());
        }

        void giveBack() {
            if (!KEPT.offer(this)) {
                context.close();
            }
        }
    }

    @Override
    public int id() {
        return ZSTD_1_5_7_LEVEL_1;
    }

    @Override
    public boolean reads(int id) {
        return id == ZSTD_1_5_7_LEVEL_1;
    }

    @Override
    public boolean declines(ByteBuffer plain) {
        int length = plain.remaining();
        return length < TRIED_FROM || (length >= PROBED_FROM && !isWorthTrying(plain));
    }

    @Override
    public boolean encode(ByteBuffer plain, ByteBuffer into) {
        int length = plain.remaining();
        if (length <= ROOMY_MAX) {
            return encodeSmall(plain, into);
        }
        int written = compress(plain, into, worthwhile(length));
        if (written < 0) {
            return false;
        }
        into.position(into.position() + written);
        return true;
    }

    private static boolean encodeSmall(ByteBuffer plain, ByteBuffer into) {
        var encoder = Encoder.take();
        try {
            int written = encoder.encode(plain, encoder.room, 0, encoder.room.length);
            boolean isWorth = written <= worthwhile(plain.remaining());
            if (isWorth) {
                into.put(encoder.room, 0, written);
            }
            return isWorth;
        } finally {
            encoder.giveBack();
        }
    }

    /// Encodes three pieces from the front, the middle and the end together.
    private static boolean isWorthTrying(ByteBuffer plain) {
        var sample = ByteBuffer.allocate(3 * PROBE_PIECE);
        int rest = plain.remaining() - PROBE_PIECE;
        for (int at : new int[] {0, rest / 2, rest}) {
            sample.put(plain.slice(plain.position() + at, PROBE_PIECE));
        }
        sample.flip();
        var smaller = ByteBuffer.allocate(sample.remaining());
        return compress(sample, smaller, worthwhile(sample.remaining())) >= 0;
    }

    /// The most bytes that still save enough.
    private static int worthwhile(int length) {
        return length - (length + WORTH - 1) / WORTH;
    }

    /// Bytes written, or -1 when `room` does not suffice.
    private static int compress(ByteBuffer plain, ByteBuffer into, int room) {
        var encoder = Encoder.take();
        try {
            return encoder.encode(plain, into.array(), into.arrayOffset() + into.position(), room);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        } finally {
            encoder.giveBack();
        }
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer into) throws MalformedException {
        long written;
        try {
            written =
                    Zstd.decompressByteArray(
                            into.array(),
                            into.arrayOffset() + into.position(),
                            into.remaining(),
                            encoded.array(),
                            encoded.arrayOffset() + encoded.position(),
                            encoded.remaining());
        } catch (ZstdException e) {
            throw new MalformedException("bytes that zstd does not decode", e);
        }
        if (written != into.remaining()) {
            throw new MalformedException(
                    "%d bytes came where %d were declared".formatted(written, into.remaining()));
        }
        into.position(into.limit());
    }
}
