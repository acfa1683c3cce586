package dev.holdfast.testbed.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A segment of the journal, as the page says it is read.
final class JournalPage {

    private static final int HEAD = 28;
    private static final int MARK = 256;

    private final ByteBuffer bytes;
    private final long salt;

    /// One record and its place in the order of all.
    record Frame(long lsn, int type, byte[] payload) {}

    JournalPage(Path file) throws IOException {
        bytes = Blocks.open(file, "HFJRNL");
        salt = bytes.getLong(32);
    }

    long firstLsn() {
        return bytes.getLong(16);
    }

    /// Its records in order, and nothing between them but zeros up to the next block.
    List<Frame> frames() {
        var frames = new ArrayList<Frame>();
        long next = firstLsn();
        int at = Blocks.BYTES;
        while (at + HEAD <= bytes.limit()) {
            if (bytes.getLong(at) == 0) {
                at = Blocks.aligned(at + 1, Blocks.BYTES);
                continue;
            }
            int type = bytes.getInt(at + 16);
            int length = bytes.getInt(at + 20);
            check(at, length);
            boolean isMark = type == MARK;
            assertThat(bytes.getLong(at))
                    .as("the lsn at %d", at)
                    .isEqualTo(isMark ? next - 1 : next);
            assertThat(bytes.getLong(at + 8)).isBetween(0L, bytes.getLong(at));
            if (isMark) {
                assertThat(length).isZero();
                assertThat(bytes.getLong(at + 8)).isEqualTo(bytes.getLong(at));
            } else {
                frames.add(new Frame(next++, type, Blocks.bytes(bytes, at + HEAD, length)));
            }
            at += HEAD + length;
        }
        return frames;
    }

    private void check(int at, int length) {
        var salted = ByteBuffer.allocate(8).putLong(salt).flip();
        var sum =
                Blocks.checksum(salted, bytes.slice(at, HEAD - 4), bytes.slice(at + HEAD, length));
        assertThat(bytes.getInt(at + HEAD - 4)).as("the checksum at %d", at).isEqualTo(sum);
    }
}
