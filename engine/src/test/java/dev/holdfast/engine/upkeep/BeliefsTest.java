package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.memory.MemoryChunkStore;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;

/// What is believed of Bob's copy of a picture, in whatever order word of it comes.
class BeliefsTest {

    private static final DeviceId BOB = new DeviceId(new Hash(0, 0, 0, 1));
    private static final List<ChunkId> PICTURE = List.of(new ChunkId(new Hash(0, 0, 0, 2)));
    private static final PushOutcome HAS_IT = new PushOutcome(PICTURE, List.of(), List.of(), 0);

    private Ledger ledger;
    private Beliefs beliefs;
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void nothingIsKnown() throws Exception {
        ledger = Ledger.open(slow(new MemoryJournal()), new MemoryCatalog(BodyOpener.NONE));
        var books = new Books(new MemoryChunkStore(), ledger, () -> Demand.UNKNOWN);
        beliefs = new Beliefs(books, new CopyWaits());
    }

    @Test
    void what_he_answers_is_believed() {
        long since = beliefs.mark();
        assertThat(beliefs.answered(BOB, HAS_IT, since)).isEqualTo(HAS_IT);
        assertThat(isBelieved()).isTrue();
    }

    @Test
    void an_answer_that_comes_after_word_that_the_copy_goes_is_older_than_that() {
        long since = beliefs.mark();
        assertThat(beliefs.left(BOB, PICTURE)).isTrue();
        assertThat(beliefs.answered(BOB, HAS_IT, since).stored()).isEmpty();
        beliefs.learned(BOB, PICTURE);
        assertThat(isBelieved()).isFalse();
    }

    @Test
    void what_he_answers_when_he_is_asked_again_is_believed() {
        assertThat(beliefs.left(BOB, PICTURE)).isTrue();
        long since = beliefs.mark();
        assertThat(beliefs.answered(BOB, HAS_IT, since)).isEqualTo(HAS_IT);
        assertThat(isBelieved()).isTrue();
    }

    @Test
    void others_are_not_believed_about_a_copy_that_went_until_he_says_so_himself() {
        assertThat(beliefs.left(BOB, PICTURE)).isTrue();
        beliefs.confirmed(Set.of(BOB), PICTURE, List.of(BOB));
        assertThat(isBelieved()).isFalse();
        beliefs.answered(BOB, HAS_IT, beliefs.mark());
        beliefs.confirmed(Set.of(BOB), PICTURE, List.of(BOB));
        assertThat(isBelieved()).isTrue();
    }

    @Test
    void others_are_not_believed_about_a_copy_that_he_lost_before_anybody_here_heard_of_it() {
        assertThat(beliefs.lost(BOB, PICTURE)).isEmpty();
        beliefs.confirmed(Set.of(BOB), PICTURE, List.of(BOB));
        assertThat(isBelieved()).isFalse();
        beliefs.answered(BOB, HAS_IT, beliefs.mark());
        assertThat(isBelieved()).isTrue();
        assertThat(beliefs.lost(BOB, PICTURE)).isEqualTo(PICTURE);
        assertThat(isBelieved()).isFalse();
    }

    @Test
    void a_copy_that_goes_while_it_is_written_down_is_not_counted() {
        meanwhile = () -> beliefs.left(BOB, PICTURE);
        assertThat(beliefs.answered(BOB, HAS_IT, beliefs.mark()).stored()).isEmpty();
        assertThat(isBelieved()).isFalse();
    }

    /// A journal in which `meanwhile` comes before what is written next.
    private Journal slow(Journal journal) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("append")) {
                                var first = meanwhile;
                                meanwhile = () -> {};
                                first.run();
                            }
                            return method.invoke(journal, arguments);
                        });
    }

    private boolean isBelieved() {
        return ledger.views().chunks().facts(PICTURE).stream()
                .map(ChunkFacts::holders)
                .anyMatch(holders -> holders.contains(BOB));
    }
}
