package dev.holdfast.testbed.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pack, as the page says it is read.
final class PackPage {

    private static final int HEAD = 160;
    private static final int ALIGN = 32;
    private static final int INDEX_HEAD = 36;
    private static final int INDEX_ROW = 40;

    private final ByteBuffer bytes;
    private final Path file;

    /// One chunk, with the claim it was written for.
    record Entry(String id, int offset, byte[] sealed, int factor, int origin, Stamp stamp) {}

    /// Who wrote a chunk, and for which put.
    record Stamp(String volume, String device, long incarnation, long claim) {}

    PackPage(Path file) throws IOException {
        this.file = file;
        bytes = Blocks.open(file, "HFPACK");
    }

    /// Every record in it, each checked as far as the page says how.
    List<Entry> records() {
        var records = new ArrayList<Entry>();
        int at = Blocks.BYTES;
        while (at < bytes.limit()) {
            if (at + HEAD <= bytes.limit() && bytes.getLong(at) == Blocks.magic("HFCHUNK")) {
                var record = record(at);
                records.add(record);
                at = Blocks.aligned(at + HEAD + record.sealed().length, ALIGN);
            } else {
                at = Blocks.aligned(at + 1, Blocks.BYTES);
            }
        }
        return records;
    }

    private Entry record(int at) {
        var place = ByteBuffer.allocate(16).putLong(bytes.getLong(8)).putLong(at).flip();
        var sum = Blocks.checksum(bytes.slice(at, HEAD - 4), place);
        assertThat(bytes.getInt(at + HEAD - 4)).as("the checksum at %d", at).isEqualTo(sum);
        assertThat(bytes.getShort(at + 46)).isZero();
        assertThat(Blocks.bytes(bytes, at + 136, 20)).containsOnly(0);
        assertThat(bytes.getLong(at + 48)).as("what is durable").isBetween(0L, (long) at);
        var stamp =
                new Stamp(
                        hex(at + 56),
                        hex(at + 88),
                        bytes.getLong(at + 120),
                        bytes.getLong(at + 128));
        var sealed = Blocks.bytes(bytes, at + HEAD, bytes.getInt(at + 40));
        return new Entry(hex(at + 8), at, sealed, bytes.get(at + 44), bytes.get(at + 45), stamp);
    }

    private String hex(int at) {
        return HexFormat.of().formatHex(Blocks.bytes(bytes, at, 32));
    }

    /// What the index beside it says: where each chunk's record begins.
    Map<String, Integer> index() throws IOException {
        var name = file.getFileName().toString().replace(".pack", ".index");
        var index = ByteBuffer.wrap(Files.readAllBytes(file.resolveSibling(name)));
        int count = index.getInt(28);
        assertThat(index.getLong(0)).isEqualTo(Blocks.magic("HFINDX"));
        assertThat(index.getLong(8)).isEqualTo(bytes.getLong(8));
        assertThat(index.getLong(16)).isEqualTo(bytes.limit());
        assertThat(index.getInt(24)).as("whole").isEqualTo(1);
        int end = INDEX_HEAD + count * INDEX_ROW;
        assertThat(index.limit()).isEqualTo(Blocks.aligned(end, Blocks.BYTES));
        assertThat(Blocks.bytes(index, end, index.limit() - end)).containsOnly(0);
        assertThat(index.getInt(32))
                .isEqualTo(
                        Blocks.checksum(
                                index.slice(0, 32), index.slice(INDEX_HEAD, end - INDEX_HEAD)));
        var places = new TreeMap<String, Integer>();
        for (int i = 0; i < count; i++) {
            int at = INDEX_HEAD + i * INDEX_ROW;
            places.put(
                    HexFormat.of().formatHex(Blocks.bytes(index, at, 32)), index.getInt(at + 32));
        }
        return places;
    }
}
