package dev.holdfast.testbed.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A snapshot of the journal, as the page says it is read.
final class SnapshotPage {

    private static final int HEAD = 28;

    private final ByteBuffer bytes;
    private final int end;

    SnapshotPage(Path file) throws IOException {
        bytes = Blocks.open(file, "HFSNAP");
        end = bytes.limit() - Blocks.BYTES;
        assertThat(bytes.getLong(end)).isEqualTo(Blocks.magic("HFSEND"));
        assertThat(bytes.getInt(bytes.limit() - 4))
                .isEqualTo(Blocks.checksum(bytes.slice(end, Blocks.BYTES - 4)));
        assertThat(bytes.getLong(end + 8)).as("the number").isEqualTo(bytes.getLong(8));
        assertThat(bytes.getLong(end + 16)).as("the salt").isEqualTo(bytes.getLong(16));
        assertThat(bytes.getLong(end + 40)).as("the length").isEqualTo(end);
    }

    /// Up to where in the journal it goes.
    long lsn() {
        return bytes.getLong(end + 24);
    }

    List<JournalPage.Frame> frames() {
        var frames = new ArrayList<JournalPage.Frame>();
        int at = Blocks.BYTES;
        for (long n = 0; n < bytes.getLong(end + 32); n++) {
            int length = bytes.getInt(at + 20);
            var salted = ByteBuffer.allocate(8).putLong(bytes.getLong(16) + n).flip();
            var sum =
                    Blocks.checksum(
                            salted, bytes.slice(at, HEAD - 4), bytes.slice(at + HEAD, length));
            assertThat(bytes.getInt(at + HEAD - 4)).as("the checksum of %d", n).isEqualTo(sum);
            assertThat(bytes.getLong(at + 8)).isZero();
            var payload = Blocks.bytes(bytes, at + HEAD, length);
            frames.add(new JournalPage.Frame(bytes.getLong(at), bytes.getInt(at + 16), payload));
            at += HEAD + length;
        }
        assertThat(Blocks.aligned(at, Blocks.BYTES)).isEqualTo(end);
        return frames;
    }
}
