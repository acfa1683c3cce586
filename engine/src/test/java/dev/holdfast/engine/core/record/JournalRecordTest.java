package dev.holdfast.engine.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.BatchesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.ChunkState;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksTold;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.record.JournalRecord.ContentKnown;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.CopiesLost;
import dev.holdfast.engine.core.record.JournalRecord.HolderLost;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.Known;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Stamp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Every record as the journal holds it, whole and spoiled.
class JournalRecordTest {

    private static final DeviceId ANN = new DeviceId(hash(1));
    private static final DeviceId BOB = new DeviceId(hash(2));
    private static final VolumeId VOLUME = new VolumeId(hash(3));
    private static final Actor ACTOR = new Actor(ANN, -5);
    private static final Stamp STAMP = new Stamp(VOLUME, ACTOR, 7);
    private static final List<ChunkId> IDS = List.of(new ChunkId(hash(4)), new ChunkId(hash(5)));
    private static final ChunkRef REF = new ChunkRef(IDS.getFirst(), new ChunkKey(hash(6)), 9);

    private static Hash hash(long n) {
        return new Hash(n, -n, 0, n);
    }

    static Stream<JournalRecord> records() {
        return Stream.of(
                new StatementAccepted(new byte[] {1, 2}),
                new BatchAccepted(new byte[] {3}),
                new WriterCut(VOLUME, new Dot(ACTOR, 3)),
                new IncarnationDrawn(ACTOR),
                new ClaimOpened(STAMP),
                new ClaimClosed(STAMP),
                new ClaimWithheld(STAMP),
                new ClaimOffered(STAMP),
                new ContentKnown(List.of(new Known(hash(8), REF))),
                new ChunksStamped(STAMP, 3, IDS),
                new ChunksDropped(IDS),
                new CopiesConfirmed(BOB, IDS),
                new CopiesLost(BOB, List.of()),
                new HolderLost(BOB),
                new BatchesConfirmed(BOB, VOLUME, new Dot(ACTOR, Long.MAX_VALUE)),
                new PledgeMoved(ANN, BOB, hash(9), Pledge.State.DROPPED, IDS),
                new ChunksTold(
                        List.of(
                                new ChunkState(IDS.get(0), 3, true, List.of(BOB), List.of(STAMP)),
                                new ChunkState(
                                        IDS.get(1), 0, false, List.of(ANN, BOB), List.of()))));
    }

    @Test
    void each_kind_has_a_type_of_its_own() {
        assertThat(records().map(JournalRecord::type)).doesNotHaveDuplicates();
        assertThat(records().map(Object::getClass).distinct())
                .hasSize(JournalRecord.class.getPermittedSubclasses().length);
    }

    @ParameterizedTest
    @MethodSource("records")
    void comes_back_as_it_was(JournalRecord record) throws Exception {
        var read = JournalRecord.read(record.type(), record.toBytes());
        assertThat(read).usingRecursiveComparison().isEqualTo(record);
        assertThat(read).hasSameClassAs(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void spoiled_it_is_refused_or_is_another_record_in_its_one_form(JournalRecord record) {
        var bytes = record.toBytes();
        for (int type = 0; type < 256; type++) {
            check(type, bytes);
        }
        for (int i = 0; i < bytes.length; i++) {
            check(record.type(), Arrays.copyOf(bytes, i));
            for (int bit = 0; bit < 8; bit++) {
                var spoiled = bytes.clone();
                spoiled[i] ^= (byte) (1 << bit);
                check(record.type(), spoiled);
            }
        }
        check(record.type(), Arrays.copyOf(bytes, bytes.length + 1));
    }

    private static void check(int type, byte[] bytes) {
        try {
            var read = JournalRecord.read(type, bytes);
            assertThat(read.toBytes()).isEqualTo(bytes);
            assertThat(read.type()).isEqualTo(type);
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Test
    void whatever_is_in_a_record_is_read_or_refused() throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        "journal-record",
                        bytes -> typed(JournalRecord.read(type(bytes), payload(bytes))),
                        MalformedException.class),
                records().map(JournalRecordTest::typed).toList(),
                5_000,
                17);
    }

    /// The type and then the record, as bytes.
    private static byte[] typed(JournalRecord record) {
        var bytes = record.toBytes();
        var typed = new byte[bytes.length + 1];
        typed[0] = (byte) record.type();
        System.arraycopy(bytes, 0, typed, 1, bytes.length);
        return typed;
    }

    private static int type(byte[] typed) throws MalformedException {
        if (typed.length == 0) {
            throw new MalformedException("no type");
        }
        return Byte.toUnsignedInt(typed[0]);
    }

    private static byte[] payload(byte[] typed) {
        return Arrays.copyOfRange(typed, 1, typed.length);
    }

    @Test
    void takes_no_more_chunks_than_its_limit() throws Exception {
        var most = Collections.nCopies(JournalRecord.CHUNKS_MAX, IDS.getFirst());
        var record = new ChunksDropped(most);
        assertThat(JournalRecord.read(record.type(), record.toBytes())).isEqualTo(record);
        var more = Collections.nCopies(JournalRecord.CHUNKS_MAX + 1, IDS.getFirst());
        assertThatThrownBy(() -> new ChunksDropped(more))
                .isInstanceOf(IllegalArgumentException.class);
        var bytes = record.toBytes();
        bytes[3]++;
        assertThatThrownBy(
                        () ->
                                JournalRecord.read(
                                        record.type(), Arrays.copyOf(bytes, bytes.length + 32)))
                .isInstanceOf(MalformedException.class);
    }
}
