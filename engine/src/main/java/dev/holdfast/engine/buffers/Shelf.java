package dev.holdfast.engine.buffers;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Buffers for chunks that nobody uses just now. All that a device does shares one shelf: what a
/// put has used serves what is sent of it, and the next get. Who makes and drops such large ones
/// instead leaves garbage where it is collected last. How many are lent at once is the borrowers'
/// own limit. Safe for many threads.
public final class Shelf {

    /// Lengths are rounded up to this, so that what served one chunk serves others too. Bytes.
    public static final int STEP = 256 << 10;

    /// What a device keeps: a put of two large files at once, and what is on its way to others of
    /// it, take that much. Bytes.
    static final long KEPT_MAX = 96L << 20;

    private final List<ByteBuffer> idle = new ArrayList<>();
    private final long keptMax;
    private long bytes;

    public Shelf() {
        this(KEPT_MAX);
    }

    /// @param keptMax bytes, lent and idle, beyond which nothing idle is kept
    Shelf(long keptMax) {
        this.keptMax = keptMax;
    }

    /// A buffer of at least `length` bytes, with anything in it: the smallest there is, or another.
    /// It comes with an array, where AES and SHA are fastest, and begins where that begins.
    public synchronized ByteBuffer take(int length) {
        int best = -1;
        for (int i = 0; i < idle.size(); i++) {
            int room = idle.get(i).capacity();
            if (room >= length && (best < 0 || room < idle.get(best).capacity())) {
                best = i;
            }
        }
        return best < 0 ? another((length + STEP - 1) / STEP * STEP) : idle.remove(best).clear();
    }

    /// All that are idle are smaller, so they give way where it is too much.
    private ByteBuffer another(int length) {
        while (bytes + length > keptMax && !idle.isEmpty()) {
            bytes -= idle.removeFirst().capacity();
        }
        bytes += length;
        return ByteBuffer.allocate(length);
    }

    /// Takes back a buffer that nobody uses any more.
    public synchronized void give(ByteBuffer buffer) {
        if (bytes > keptMax) {
            bytes -= buffer.capacity();
        } else {
            idle.add(buffer);
        }
    }

    /// Of all buffers, lent or idle.
    public synchronized long bytes() {
        return bytes;
    }

    /// Keeps nothing for later.
    public synchronized void dropIdle() {
        idle.forEach(each -> bytes -= each.capacity());
        idle.clear();
    }
}
