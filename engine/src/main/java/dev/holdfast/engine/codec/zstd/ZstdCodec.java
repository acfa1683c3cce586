package dev.holdfast.engine.codec.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.core.canonical.MalformedException;

import java.nio.ByteBuffer;

/// Zstandard (RFC 8878) at level 1. Each call has a context of its own, so what came before never
/// shows in the result.
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

    /// Each of the three pieces of a sample. Bytes.
    private static final int PROBE_PIECE = 8 << 10;

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
        int written = compress(plain, into, worthwhile(plain.remaining()));
        if (written < 0) {
            return false;
        }
        into.position(into.position() + written);
        return true;
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
        try {
            return (int)
                    Zstd.compressByteArray(
                            into.array(),
                            into.arrayOffset() + into.position(),
                            room,
                            plain.array(),
                            plain.arrayOffset() + plain.position(),
                            plain.remaining(),
                            LEVEL);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
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
