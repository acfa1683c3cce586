package dev.holdfast.engine.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.routing.DirectoryClaim.Head;
import dev.holdfast.engine.core.routing.DirectoryClaim.Strays;
import dev.holdfast.engine.core.routing.RecordBook;
import dev.holdfast.engine.core.routing.RecordBook.Verdict;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.DirectoryMessage.RecordsKept;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

class HeraldTest {

    private static final PoolId POOL = new PoolId(Scribe.hash("pool"));
    private static final DeviceId SELF = new Scribe("ann").device();
    private static final List<DeviceId> OTHERS =
            IntStream.range(1, 5).mapToObj(i -> new DeviceId(new Hash(i, 0, 0, 0))).toList();
    private static final Layout LAYOUT = layout();
    private static final byte[] KEY = {1, 2, 3};
    private static final byte[] SIGNATURE = {4, 5, 6};

    private Instant now = Instant.EPOCH.plus(Duration.ofDays(100));
    private final Scribe ann = new Scribe("ann");
    private final Ledger ledger;
    private final Records mine = records();
    private final Records theirs = records();
    private final Directory directory =
            new Directory(this::view, _ -> List.of(), mine, this::take, () -> Set.copyOf(OTHERS));
    private final Herald.Speaker speaker =
            new Herald.Speaker(POOL, SELF, _ -> SIGNATURE, () -> now);
    private final Herald herald;

    HeraldTest() throws Exception {
        ledger =
                Ledger.open(
                        new MemoryJournal(), new MemoryCatalog(new Scribe.Opener(Scribe.EPOCH)));
        herald = new Herald(speaker, ledger, this::view, directory);
    }

    @Test
    void a_chunk_off_its_place_is_told_of_once_and_taken_back_when_it_is_gone() throws Exception {
        var stray = chunk(false);
        var own = chunk(true);
        ledger.commit(stamped(stray, own));
        rest();
        var news = herald.news();
        assertThat(news).hasSize(1);
        assertThat(((Strays) news.getFirst().stated().claim()).chunks()).containsExactly(stray);
        assertThat(theirs.take(news.getFirst())).isEqualTo(Verdict.TAKEN);
        assertThat(theirs.strayHolders(stray)).containsExactly(SELF);
        herald.stir();
        rest();
        assertThat(herald.news()).as("nothing has changed").isEmpty();

        ledger.commit(
                List.of(
                        new CopiesConfirmed(OTHERS.getFirst(), List.of(stray)),
                        new ChunksDropped(List.of(stray))));
        herald.stir();
        rest();
        herald.news().forEach(theirs::take);
        assertThat(theirs.strayHolders(stray)).isEmpty();
        assertThat(theirs.take(news.getFirst())).isEqualTo(Verdict.OLDER);
    }

    @Test
    void what_holds_on_is_told_anew_before_others_forget_it() throws Exception {
        ledger.commit(stamped(chunk(false)));
        rest();
        assertThat(herald.news()).hasSize(1);
        now = now.plus(Herald.LIFE.dividedBy(2)).plusSeconds(1);
        assertThat(herald.news()).hasSize(1);
    }

    @Test
    void a_clock_that_is_set_back_delays_nothing() throws Exception {
        var first = chunk(false);
        ledger.commit(stamped(first));
        rest();
        herald.news().forEach(theirs::take);
        ledger.commit(
                List.of(
                        new CopiesConfirmed(OTHERS.getFirst(), List.of(first)),
                        new ChunksDropped(List.of(first))));
        herald.stir();
        now = now.minus(Duration.ofHours(2));
        herald.news().forEach(theirs::take);
        rest();
        herald.news().forEach(theirs::take);
        assertThat(theirs.strayHolders(first)).isEmpty();
    }

    /// What it said before it started again it hears from others, before or after it has spoken.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void after_a_start_with_a_clock_that_was_set_back_its_word_is_the_last(boolean isHeardFirst)
            throws Exception {
        ledger.commit(List.of(new IncarnationDrawn(ann.actor()), nextBatch()));
        var before = herald.news();
        before.forEach(theirs::take);
        ledger.commit(nextBatch());
        now = now.minus(Duration.ofHours(2));
        var again = new Herald(speaker, ledger, this::view, directory);
        if (!isHeardFirst) {
            again.news().forEach(mine::take);
        }
        before.forEach(mine::take);
        var news = again.news();
        assertThat(news).hasSize(1);
        assertThat(theirs.take(news.getFirst())).isEqualTo(Verdict.TAKEN);
        assertThat(((Head) news.getFirst().stated().claim()).dot())
                .isEqualTo(new Dot(ann.actor(), 2));
        mine.take(news.getFirst());
        assertThat(again.news()).isEmpty();
    }

    @Test
    void each_batch_makes_a_head_that_replaces_the_one_before() throws Exception {
        ledger.commit(List.of(new IncarnationDrawn(ann.actor()), nextBatch()));
        var first = herald.news().getFirst();
        assertThat(((Head) first.stated().claim()).dot()).isEqualTo(new Dot(ann.actor(), 1));
        assertThat(((Head) first.stated().claim()).epoch()).isEqualTo(Scribe.EPOCH);
        assertThat(herald.news()).isEmpty();
        ledger.commit(nextBatch());
        var second = herald.news().getFirst();
        assertThat(theirs.take(second)).isEqualTo(Verdict.TAKEN);
        assertThat(theirs.take(first)).isEqualTo(Verdict.OLDER);
    }

    @Test
    void who_is_met_is_given_what_is_kept() throws Exception {
        var stray = chunk(false);
        ledger.commit(stamped(stray));
        rest();
        herald.news().forEach(mine::take);
        directory.handOver(OTHERS.getFirst());
        assertThat(theirs.strayHolders(stray)).containsExactly(SELF);
    }

    private RecordsKept take(DeviceId device, Object question, Duration patience) {
        var given = ((PutRecords) question).entries();
        return new RecordsKept(
                Bitmap.of(given.size(), i -> theirs.take(given.get(i), new ArrayList<>())));
    }

    private void rest() {
        now = now.plusSeconds(10);
    }

    private JournalRecord nextBatch() {
        return ann.batch(new BatchBody(false, VersionVector.EMPTY, List.of()).toBytes());
    }

    private ChunksStamped stamped(ChunkId... ids) {
        return new ChunksStamped(new Stamp(Scribe.VOLUME, ann.actor(), 1), 3, List.of(ids));
    }

    /// A chunk that belongs on this device, or does not.
    private static ChunkId chunk(boolean isOwn) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> Scribe.chunk("note " + i))
                .filter(chunk -> LAYOUT.owners(chunk, 3).contains(SELF) == isOwn)
                .findFirst()
                .orElseThrow();
    }

    private Records records() {
        var book =
                new RecordBook(
                        POOL, (key, _, signature) -> key.length == 3 && signature.length == 3);
        return new Records(
                book,
                device -> Optional.of(device).filter(SELF::equals).map(_ -> Opaque.of(KEY)),
                () -> now);
    }

    private PoolView view() {
        var others = new TreeMap<DeviceId, Presence>();
        OTHERS.forEach(device -> others.put(device, new Presence(true, Instant.EPOCH)));
        return new PoolView(SELF, LAYOUT, others);
    }

    private static Layout layout() {
        var pool = new TreeMap<DeviceId, Capacity>();
        OTHERS.forEach(device -> pool.put(device, new Capacity(1L << 40)));
        pool.put(SELF, new Capacity(1L << 40));
        return new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS);
    }
}
