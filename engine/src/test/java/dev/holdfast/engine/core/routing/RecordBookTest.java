package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.placement.Partition;
import dev.holdfast.engine.core.routing.RecordBook.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class RecordBookTest {

    private static final PoolId POOL = new PoolId(new Hash(9, 9, 9, 9));
    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId STRANGER = new DeviceId(new Hash(2, 0, 0, 0));
    private static final Opaque KEY = Opaque.of(new byte[] {7});
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ChunkId CHUNK = new ChunkId(new Hash(0x1230_0000_0000_0000L, 0, 0, 5));

    /// A toy signature: the hash of key and message.
    private final RecordBook book =
            new RecordBook(
                    POOL,
                    (key, message, signature) ->
                            Arrays.equals(Sha256.of(key, message).toBytes(), signature));

    @Test
    void a_sound_record_is_kept_until_it_expires() {
        var record = strays(ANN, 1, NOW.plusSeconds(60));
        assertThat(take(record, NOW)).isEqualTo(Verdict.TAKEN);
        assertThat(take(record, NOW)).isEqualTo(Verdict.KNOWN);
        assertThat(book.get(record.key(), NOW)).hasValue(record);
        assertThat(book.strayHolders(CHUNK, NOW)).containsExactly(ANN);

        var later = NOW.plusSeconds(60);
        assertThat(book.get(record.key(), later)).isEmpty();
        assertThat(book.strayHolders(CHUNK, later)).isEmpty();
        assertThat(take(record, later)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void an_older_record_does_not_come_back() {
        take(strays(ANN, 2, NOW.plusSeconds(60)), NOW);
        assertThat(take(strays(ANN, 1, NOW.plusSeconds(90)), NOW)).isEqualTo(Verdict.OLDER);
        assertThat(take(strays(ANN, 3, NOW.plusSeconds(60)), NOW)).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void nobody_speaks_for_another_and_no_stranger_speaks() throws Exception {
        assertThat(take(strays(STRANGER, 1, NOW.plusSeconds(60)), NOW)).isEqualTo(Verdict.FORGED);
        var bytes = strays(ANN, 1, NOW.plusSeconds(60)).toBytes();
        bytes[bytes.length - 1] ^= 1;
        assertThat(take(DirectoryRecord.parse(bytes), NOW)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void no_record_stays_for_ever() {
        var tooLong = NOW.plus(RecordBook.LIFE_MAX).plus(Duration.ofSeconds(1));
        assertThat(take(strays(ANN, 1, tooLong), NOW)).isEqualTo(Verdict.EXPIRED);
    }

    private static DirectoryRecord head() {
        var dot = new Dot(new Actor(ANN, 77), 12);
        var seen =
                List.of(
                        new DirectoryClaim.Seen(
                                new Dot(new Actor(STRANGER, 3), 4), new Hash(1, 2, 3, 4)));
        var head =
                new DirectoryClaim.Head(
                        new VolumeId(new Hash(5, 5, 5, 5)),
                        dot,
                        new Hash(6, 6, 6, 6),
                        new Hash(7, 7, 7, 7),
                        seen);
        return sign(new DirectoryRecord.Stated(POOL, ANN, 12, NOW.plusSeconds(9), head));
    }

    @Test
    void whatever_is_in_a_record_is_read_or_refused() throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        "directory-record",
                        bytes -> DirectoryRecord.parse(bytes).toBytes(),
                        MalformedException.class),
                List.of(head().toBytes(), strays(ANN, 1, NOW).toBytes()),
                5_000,
                10);
    }

    @Test
    void a_head_survives_its_canonical_form() throws Exception {
        var record = head();
        assertThat(DirectoryRecord.parse(record.toBytes()).stated()).isEqualTo(record.stated());
        assertThat(take(record, NOW)).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void cut_or_absurd_records_are_malformed() {
        var bytes = strays(ANN, 1, NOW.plusSeconds(60)).toBytes();
        IntStream.range(0, bytes.length)
                .forEach(
                        length ->
                                assertThatThrownBy(
                                                () ->
                                                        DirectoryRecord.parse(
                                                                Arrays.copyOf(bytes, length)))
                                        .isInstanceOf(MalformedException.class));
        assertThatThrownBy(() -> DirectoryRecord.parse(new byte[DirectoryRecord.LENGTH_MAX + 1]))
                .isInstanceOf(MalformedException.class);
    }

    private Verdict take(DirectoryRecord record, Instant now) {
        return book.take(record, d -> d.equals(ANN) ? Optional.of(KEY) : Optional.empty(), now);
    }

    private static DirectoryRecord strays(DeviceId device, long revision, Instant expires) {
        var partition = Partition.of(CHUNK, Layout.PARTITION_BITS);
        var claim = new DirectoryClaim.Strays(partition, List.of(CHUNK));
        return sign(new DirectoryRecord.Stated(POOL, device, revision, expires, claim));
    }

    private static DirectoryRecord sign(DirectoryRecord.Stated stated) {
        return DirectoryRecord.sign(stated, message -> Sha256.of(KEY.toBytes(), message).toBytes());
    }
}
