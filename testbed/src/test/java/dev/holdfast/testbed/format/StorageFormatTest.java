package dev.holdfast.testbed.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.node.Home;
import dev.holdfast.engine.wal.disk.DiskJournal;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Reads the home of a device from `engine/docs/storage-format.md` alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageFormatTest {

    private static final int BATCH = 2;
    private static final int INCARNATION = 4;
    private static final int CLAIM_OPENED = 5;
    private static final int CLAIM_CLOSED = 6;
    private static final int CONTENT_KNOWN = 7;
    private static final int STAMPED = 8;
    private static final int CHUNKS_TOLD = 15;
    private static final int STORED_CODEC = 0;

    private Path home;
    private byte[] content;

    @BeforeAll
    void ann_stores_a_file_and_closes(@TempDir Path folder) throws Exception {
        home = folder.resolve("ann");
        content = new byte[5 << 20];
        new SplittableRandom(11).nextBytes(content);
        var file = Files.write(folder.resolve("lake.jpg"), content);
        var ann = Home.at(home);
        ann.init(
                new Home.Beginning("ann", OptionalLong.of(1L << 30), Optional.of("127.0.0.1:0")),
                words -> {});
        try (var node = ann.node()) {
            node.run(
                    new Command.Put(
                            List.of(file.toString()),
                            new VolumePath("files", "/"),
                            Optional.of(new WaitPolicy.Local()),
                            Duration.ofSeconds(1)),
                    event -> {});
        }
    }

    private List<PackPage> packs() throws IOException {
        var packs = new ArrayList<PackPage>();
        for (var file : Blocks.files(home.resolve("packs"), ".pack")) {
            packs.add(new PackPage(file));
        }
        return packs;
    }

    private Map<String, PackPage.Entry> chunks() throws IOException {
        var chunks = new TreeMap<String, PackPage.Entry>();
        for (var pack : packs()) {
            pack.records().forEach(record -> chunks.put(record.id(), record));
        }
        return chunks;
    }

    private List<JournalPage.Frame> journal() throws IOException {
        var frames = new ArrayList<JournalPage.Frame>();
        for (var file : Blocks.files(home.resolve("journal"), ".wal")) {
            var segment = new JournalPage(file);
            frames.removeIf(frame -> frame.lsn() >= segment.firstLsn());
            frames.addAll(segment.frames());
        }
        return frames;
    }

    private List<Payload> journal(int type) throws IOException {
        return journal().stream()
                .filter(frame -> frame.type() == type)
                .map(frame -> new Payload(frame.payload()))
                .toList();
    }

    @Test
    void the_name_of_each_chunk_in_a_pack_is_the_hash_of_its_bytes() throws Exception {
        var chunks = chunks();

        assertThat(chunks).hasSizeGreaterThan(1);
        for (var chunk : chunks.values()) {
            assertThat(chunk.id()).isEqualTo(sha256(chunk.sealed()));
            assertThat(chunk.factor()).isEqualTo(3);
            assertThat(chunk.origin()).isEqualTo(1);
        }
    }

    @Test
    void the_index_says_where_in_the_pack_each_chunk_is() throws Exception {
        for (var pack : packs()) {
            var places = new TreeMap<String, Integer>();
            pack.records().forEach(record -> places.put(record.id(), record.offset()));
            assertThat(pack.index()).isEqualTo(places);
        }
    }

    @Test
    void the_journal_counts_from_one_and_ends_in_order() throws Exception {
        var frames = journal();

        assertThat(frames).extracting(JournalPage.Frame::lsn).startsWith(1L).isSorted();
        assertThat(frames)
                .extracting(JournalPage.Frame::type)
                .allMatch(type -> type >= 1 && type <= 17);
    }

    @Test
    void a_put_stamps_its_chunks_under_its_claim_before_a_batch_names_them() throws Exception {
        var stamped = new TreeSet<String>();
        var order = new ArrayList<Integer>();
        var written = chunks().values().iterator().next().stamp();
        for (var frame : journal()) {
            order.add(frame.type());
            if (frame.type() == STAMPED) {
                var payload = new Payload(frame.payload());
                assertThat(stamp(payload)).isEqualTo(written);
                assertThat(payload.u8()).as("the factor").isEqualTo(3);
                stamped.addAll(payload.list(Payload::id));
                assertThat(payload.left()).isZero();
            }
        }

        assertThat(stamped).isEqualTo(chunks().keySet());
        assertThat(order).containsSubsequence(CLAIM_OPENED, STAMPED, BATCH, CLAIM_CLOSED);
    }

    @Test
    void the_batches_of_the_journal_are_of_one_writer_and_chained() throws Exception {
        var drawn = journal(INCARNATION).getFirst();
        var device = drawn.id();
        long incarnation = drawn.u64();
        var last = new HashMap<String, String>();

        for (var frame : journal()) {
            if (frame.type() == BATCH) {
                var batch = new Payload(frame.payload());
                assertThat(batch.u8()).as("the version").isEqualTo(1);
                batch.id();
                var volume = batch.id();
                assertThat(batch.id()).isEqualTo(device);
                assertThat(batch.u64()).isEqualTo(incarnation);
                boolean isFirst = batch.u64() == 1;
                assertThat(batch.id()).isEqualTo(isFirst ? "00".repeat(32) : last.get(volume));
                batch.id();
                batch.u64();
                assertThat(batch.list(Payload::id)).hasSizeBetween(1, 64);
                batch.take(batch.u32());
                assertThat(batch.left()).as("the signature").isEqualTo(64);
                var signed = new byte[frame.payload().length - 64];
                System.arraycopy(frame.payload(), 0, signed, 0, signed.length);
                last.put(volume, sha256(signed));
            }
        }

        assertThat(last).as("the pool's own volume and `files`").hasSize(2);
    }

    /// The journal says under which key a content is sealed, and a key opens its chunk. Put into
    /// the order that the Merkle tree of a manifest has, the chunks are the file; here their plain
    /// bytes are looked for in it.
    @Test
    void the_file_comes_out_of_the_packs_with_the_keys_in_the_journal() throws Exception {
        var chunks = chunks();
        var whole = new ByteArrayOutputStream();
        var opened = new TreeMap<Integer, byte[]>();
        for (var known : journal(CONTENT_KNOWN)) {
            known.list(
                    each -> {
                        each.id();
                        var id = each.id();
                        var key = each.take(32);
                        int length = each.u32();
                        var plain = open(Objects.requireNonNull(chunks.get(id)).sealed(), key);
                        assertThat(plain).hasSize(length);
                        int at = find(content, plain);
                        if (at >= 0) {
                            opened.put(at, plain);
                        }
                        return id;
                    });
            assertThat(known.left()).isZero();
        }

        opened.values().forEach(whole::writeBytes);
        assertThat(whole.toByteArray()).isEqualTo(content);
    }

    /// A copy of the home whose journal has a snapshot.
    private Path shortened(Path to) throws Exception {
        var copy = copy(to);
        try (var journal = DiskJournal.open(RealDisk.at(copy.resolve("journal")), () -> 5);
                var catalog = SqliteCatalog.open(copy.resolve("catalog.db"), BodyOpener.NONE)) {
            Ledger.open(journal, catalog).shorten(extent -> true, bytes -> true);
        }
        return copy;
    }

    @Test
    void a_snapshot_says_in_fewer_records_what_the_journal_says(@TempDir Path copies)
            throws Exception {
        var copy = shortened(copies.resolve("ann"));
        var snapshot =
                new SnapshotPage(Blocks.files(copy.resolve("journal"), ".snapshot").getFirst());
        var frames = snapshot.frames();

        assertThat(snapshot.lsn()).isEqualTo(journal().getLast().lsn());
        assertThat(frames).hasSizeLessThan(journal().size());
        assertThat(lsns(frames, BATCH)).isEqualTo(lsns(journal(), BATCH)).isNotEmpty();
        assertThat(frames)
                .filteredOn(frame -> frame.type() == CHUNKS_TOLD)
                .singleElement()
                .satisfies(frame -> assertTold(new Payload(frame.payload())));
    }

    private static List<Long> lsns(List<JournalPage.Frame> frames, int type) {
        return frames.stream()
                .filter(frame -> frame.type() == type)
                .map(JournalPage.Frame::lsn)
                .toList();
    }

    private void assertTold(Payload told) {
        assertThat(told.list(Payload::id)).as("holders").isEmpty();
        var writers = told.list(each -> List.of(each.id(), each.id(), each.u64()));
        assertThat(writers).hasSize(1);
        var ids =
                told.list(
                        chunk -> {
                            var id = chunk.id();
                            assertThat(chunk.u8()).as("the factor").isEqualTo(3);
                            assertThat(chunk.u8()).as("held").isEqualTo(1);
                            assertThat(chunk.list(Payload::u32)).as("holders").isEmpty();
                            var stamps = chunk.list(each -> List.of(each.u32(), each.u64()));
                            assertThat(stamps).containsExactly(List.of(0, 1L));
                            return id;
                        });
        assertThat(told.left()).isZero();
        assertThat(new TreeSet<>(ids)).isEqualTo(chunkNames());
    }

    private Set<String> chunkNames() {
        try {
            return chunks().keySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_later_format_of_a_pack_or_of_the_journal_is_refused_by_its_name(@TempDir Path copies)
            throws Exception {
        for (var file : Set.of("packs/", "journal/")) {
            var copy = copy(copies.resolve(file.substring(0, 4)));
            var changed =
                    Blocks.files(copy.resolve(file), file.equals("packs/") ? ".pack" : ".wal");
            laterVersion(changed.getLast());
            if (file.equals("packs/")) {
                Files.delete(Path.of(changed.getLast().toString().replace(".pack", ".index")));
            }

            assertThatThrownBy(() -> Home.at(copy).node().close())
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("format 2")
                    .hasMessageContaining("format 1");
        }
    }

    private static void laterVersion(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).put(7, (byte) 2);
        bytes.putInt(Blocks.BYTES - 4, Blocks.checksum(bytes.slice(0, Blocks.BYTES - 4)));
        Files.write(file, bytes.array());
    }

    private Path copy(Path to) throws IOException {
        try (var all = Files.walk(home)) {
            for (var each : all.toList()) {
                Files.copy(each, to.resolve(home.relativize(each).toString()));
            }
        }
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(home));
        Files.setPosixFilePermissions(
                to.resolve("device.key"),
                Files.getPosixFilePermissions(home.resolve("device.key")));
        return to;
    }

    private static PackPage.Stamp stamp(Payload payload) {
        return new PackPage.Stamp(payload.id(), payload.id(), payload.u64(), payload.u64());
    }

    private static byte[] open(byte[] sealed, byte[] key) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var nonce = new GCMParameterSpec(128, new byte[12]);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), nonce);
            cipher.updateAAD(sealed, 0, 1);
            var frame = ByteBuffer.wrap(cipher.doFinal(sealed, 1, sealed.length - 1));
            int encoded = frame.getInt();
            int plain = frame.getInt();
            int codec = frame.get();
            if (codec != STORED_CODEC) {
                return new byte[plain];
            }
            assertThat(encoded).isEqualTo(plain);
            return Blocks.bytes(frame, frame.position(), plain);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the key does not open its chunk", e);
        }
    }

    private static int find(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            int end = at + part.length;
            if (Arrays.equals(whole, at, end, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
