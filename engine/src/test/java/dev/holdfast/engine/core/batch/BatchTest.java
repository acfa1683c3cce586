package dev.holdfast.engine.core.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.batch.BatchHeader.Sealing;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.Entry.Cause;
import dev.holdfast.engine.core.namespace.Entry.Kind;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Batches as they travel, whole and spoiled.
class BatchTest {

    private static final Dot DOT = new Dot(new Actor(new DeviceId(hash(1)), -7), 3);

    private static Hash hash(long n) {
        return new Hash(n, ~n, n, 0);
    }

    private static final ChunkRef REF =
            new ChunkRef(new ChunkId(hash(2)), new ChunkKey(hash(3)), 4096);

    private static final List<Kind> KINDS =
            List.of(
                    new Entry.File(new Content.Empty(), -1, false),
                    new Entry.File(new Content.One(REF, hash(4)), Long.MAX_VALUE, true),
                    new Entry.File(new Content.Tree(REF, 2, 1L << 40, hash(5)), 0, false),
                    new Entry.Directory(Long.MIN_VALUE),
                    new Entry.Symlink("../ä", 7),
                    new Entry.Volume(VolumeSpec.DEFAULT),
                    new Entry.Volume(new VolumeSpec(1, 0, 2, Duration.ofDays(7), Duration.ZERO)),
                    new Entry.Tombstone(Optional.empty()),
                    new Entry.Tombstone(Optional.of(new EntryPath("else/where"))));

    private static BatchBody body() {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < KINDS.size(); i++) {
            var saw = i % 2 == 0 ? VersionVector.EMPTY : VersionVector.EMPTY.with(DOT);
            var carried = i % 3 == 0 ? Optional.of(DOT) : Optional.<Dot>empty();
            var cause = new Cause(new Hlc(i, i), saw, carried);
            entries.add(new Entry(new EntryPath("d/" + i), hash(i), KINDS.get(i), cause));
        }
        return new BatchBody(true, VersionVector.EMPTY.with(DOT), entries);
    }

    private static Batch batch(byte[] sealed) {
        var sealing = new Sealing(hash(6), 1, List.of(hash(7), hash(8)), sealed.length);
        var header =
                new BatchHeader(
                        new PoolId(hash(9)), new VolumeId(hash(10)), DOT, hash(11), sealing);
        return Batch.of(header, sealed, new byte[Batch.SIGNATURE_BYTES]);
    }

    @Test
    void a_body_comes_back_as_it_was() throws Exception {
        assertThat(BatchBody.read(body().toBytes())).isEqualTo(body());
    }

    @Test
    void a_trim_comes_back_as_it_was_and_nothing_else_passes_for_one() throws Exception {
        for (var trim :
                List.of(
                        new Trim.Replaced(new Hlc(8, 9), new Hlc(8, 9), false),
                        new Trim.Replaced(new Hlc(8, 9), new Hlc(8, 8), true),
                        new Trim.Replaced(Hlc.ZERO, Hlc.ZERO, true),
                        new Trim.Everything(false),
                        new Trim.Everything(true))) {
            var seen = VersionVector.EMPTY.with(DOT);
            var body = new BatchBody(false, seen, Optional.of(trim), List.of());
            assertThat(BatchBody.read(body.toBytes())).isEqualTo(body);
        }
        var unknown = new CanonicalWriter().u8(2).flag(false).u32(0).u8(4).flag(false).u32(0);
        assertThatThrownBy(() -> BatchBody.read(unknown.toBytes()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("trim");
    }

    @Test
    void a_trim_or_a_volume_that_says_of_days_what_goes_without_saying_is_refused() {
        var trim = new CanonicalWriter().u8(2).flag(false).u32(0).u8(3).flag(false);
        new Hlc(8, 9).write(trim);
        new Hlc(8, 9).write(trim);
        assertThatThrownBy(() -> BatchBody.read(trim.u32(0).toBytes()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("days");
        var volume = new CanonicalWriter().u8(3).u32(0).u8(2).u64(30).u64(0).toBytes();
        assertThatThrownBy(() -> VolumeSpec.read(new CanonicalReader(volume), true))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("days");
    }

    @Test
    void a_batch_comes_back_as_it_was() throws Exception {
        var sealed = new byte[] {1, 2, 3};
        var batch = batch(sealed);
        var read = Batch.read(batch.bytes());
        assertThat(read).isEqualTo(batch);
        assertThat(read.header()).isEqualTo(batch.header());
        assertThat(read.sealed()).isEqualTo(sealed);
        assertThat(read.signature()).hasSize(Batch.SIGNATURE_BYTES);
        assertThat(read.clear()).isEqualTo(batch.header().toBytes());
        assertThat(read.id()).isEqualTo(Batch.digest(batch.header(), sealed));
    }

    @Test
    void the_id_covers_everything_but_the_signature() throws Exception {
        var bytes = batch(new byte[] {1, 2, 3}).bytes();
        for (int i = 0; i < bytes.length; i++) {
            var spoiled = bytes.clone();
            spoiled[i] ^= 1;
            Batch read;
            try {
                read = Batch.read(spoiled);
            } catch (MalformedException e) {
                continue;
            }
            boolean signature = i >= bytes.length - Batch.SIGNATURE_BYTES;
            assertThat(read.id().equals(Batch.read(bytes).id())).isEqualTo(signature);
        }
    }

    @Test
    void a_spoiled_body_is_refused_or_means_something_else_in_one_form() {
        var bytes = body().toBytes();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                var spoiled = bytes.clone();
                spoiled[i] ^= (byte) (1 << bit);
                try {
                    assertThat(BatchBody.read(spoiled).toBytes()).isEqualTo(spoiled);
                } catch (MalformedException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void what_ends_early_or_late_is_refused() {
        var bytes = batch(new byte[] {1, 2, 3}).bytes();
        var body = body().toBytes();
        for (int length = 0; length < body.length; length++) {
            var cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> BatchBody.read(cut)).isInstanceOf(MalformedException.class);
        }
        for (int length = 0; length < bytes.length + 5; length++) {
            if (length != bytes.length) {
                var cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> Batch.read(cut)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void two_entries_for_one_path_are_refused() {
        var cause = Cause.edit(Hlc.ZERO, VersionVector.EMPTY);
        var one = new Entry(new EntryPath("caf\u00e9"), hash(1), KINDS.getFirst(), cause);
        var two = new Entry(new EntryPath("cafe\u0301"), hash(2), KINDS.getFirst(), cause);
        var body = new BatchBody(false, VersionVector.EMPTY, List.of(one, two)).toBytes();
        assertThatThrownBy(() -> BatchBody.read(body)).isInstanceOf(MalformedException.class);
    }

    @Test
    void the_greatest_batch_fits_in_a_control_frame_of_a_mebibyte() {
        var heads = Collections.nCopies(BatchHeader.HEADS_MAX, hash(1));
        var sealing = new Sealing(hash(6), 1, heads, Batch.SEALED_MAX);
        var header =
                new BatchHeader(
                        new PoolId(hash(9)), new VolumeId(hash(10)), DOT, hash(11), sealing);
        var greatest = Batch.of(header, new byte[Batch.SEALED_MAX], new byte[64]);
        assertThat(greatest.bytes().length).isLessThanOrEqualTo(Batch.BYTES_MAX);
    }
}
