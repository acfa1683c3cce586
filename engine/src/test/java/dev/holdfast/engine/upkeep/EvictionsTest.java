package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.repair.Demand;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Evictions over real rooms in memory; only the network is a method call.
@Timeout(60)
class EvictionsTest {

    private static final Hash ROUND = new Hash(1, 2, 3, 4);

    private final Hamlet hamlet = new Hamlet(5);

    @AfterEach
    void all_go_home() {
        hamlet.close();
    }

    @Test
    void what_a_device_wrote_for_others_goes_to_them_and_it_counts_no_more() throws Exception {
        hamlet.start();
        hamlet.startEvicting();
        var chunks = IntStream.range(0, 200).mapToObj(i -> hamlet.write(0, "letter " + i)).toList();
        hamlet.wrote(0, chunks);
        for (var chunk : chunks) {
            hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
            hamlet.await(() -> hamlet.allHoldersKnow(chunk));
            hamlet.await(() -> isFreeOfPledges(chunk));
            assertThat(isHeld(0, chunk)).isEqualTo(hamlet.owners(chunk).contains(0));
        }
        hamlet.await(() -> hamlet.upkeep(1).progress().owed() == 0);
    }

    @Test
    void copies_that_a_volume_asks_for_no_more_go_and_those_that_it_asks_for_again_are_made()
            throws Exception {
        hamlet.start();
        hamlet.startEvicting();
        var chunk = hamlet.write(0, "letter");
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));

        asks(2);
        hamlet.await(() -> hamlet.holders(chunk).size() == 2);
        assertThat(hamlet.owners(chunk)).containsAll(hamlet.holders(chunk));

        asks(5);
        hamlet.await(() -> hamlet.holders(chunk).size() == 5);
    }

    /// The volume says so, and every device hears of it.
    private void asks(int copies) throws InterruptedException {
        hamlet.demand = new Demand(Map.of(Hamlet.VOLUME, new Demand.Wish(copies, true)));
        for (int house = 0; house < 5; house++) {
            hamlet.upkeep(house).asked();
            hamlet.evictions(house).stir();
        }
    }

    @Test
    void who_is_hurried_does_not_wait_and_says_what_went_and_what_is_left() throws Exception {
        hamlet.evictAfter = Duration.ofDays(1);
        var chunk = belongingElsewhere();
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() >= 3);
        var evictions = hamlet.evictions(0);
        assertThat(evictions.balance().chunks()).isOne();
        assertThat(evictions.balance().ready()).isOne();

        long walk = evictions.hurry();
        hamlet.await(() -> evictions.moved().ended() >= walk);
        assertThat(hamlet.holders(chunk)).isEqualTo(hamlet.owners(chunk));
        assertThat(evictions.moved().chunks()).isOne();
        assertThat(evictions.moved().bytes()).isPositive();
        assertThat(evictions.balance().chunks()).isZero();
    }

    @Test
    void on_a_metered_line_copies_stay_where_they_are_until_a_person_asks() throws Exception {
        hamlet.goingRate = 0;
        var chunk = belongingElsewhere();
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() >= 3);
        var evictions = hamlet.evictions(0);
        evictions.stir();
        long next = evictions.moved().ended() + 2;
        hamlet.await(() -> evictions.moved().ended() >= next || stirs(evictions));
        assertThat(evictions.moved().chunks()).isZero();
        assertThat(hamlet.holders(chunk)).contains(0);
        assertThat(evictions.balance().ready()).isOne();

        long walk = evictions.hurry();
        hamlet.await(() -> evictions.moved().ended() >= walk);
        assertThat(hamlet.holders(chunk)).isEqualTo(hamlet.owners(chunk));
    }

    /// Lets it look once more.
    private static boolean stirs(Evictions evictions) {
        evictions.stir();
        return false;
    }

    @Test
    void what_cannot_move_names_the_devices_for_which_it_waits() throws Exception {
        hamlet.evictAfter = Duration.ofDays(1);
        var chunk = belongingElsewhere();
        int away = hamlet.owners(chunk).iterator().next();
        hamlet.goesOffline(away);
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() >= 3);
        var balance = hamlet.evictions(0).balance();
        assertThat(balance.chunks()).isOne();
        assertThat(balance.ready()).isZero();
        assertThat(balance.away()).containsExactly(hamlet.id(away));
    }

    @Test
    void nothing_goes_while_an_owner_is_away_and_all_goes_when_it_is_back() throws Exception {
        var chunk = belongingElsewhere();
        int away = hamlet.owners(chunk).iterator().next();
        hamlet.goesOffline(away);
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3);
        hamlet.evictions(0).stir();
        assertThat(hamlet.holders(chunk)).contains(0);
        hamlet.comesOnline(away);
        hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
    }

    @Test
    void a_pledge_without_proof_frees_nobody() throws Exception {
        var chunk = belongingElsewhere();
        hamlet.lies(hamlet.owners(chunk).iterator().next());
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.released() > 0);
        hamlet.await(() -> isFreeOfPledges(chunk));
        assertThat(isHeld(0, chunk)).isTrue();
        assertThat(hamlet.holders(chunk)).contains(0);
    }

    @Test
    void what_somebody_counts_on_stays_until_it_does_not() throws Exception {
        var chunk = belongingElsewhere();
        hamlet.start();
        try (var pin = hamlet.pins(0).open()) {
            pin.add(chunk);
            hamlet.startEvicting();
            hamlet.wrote(0, List.of(chunk));
            hamlet.await(() -> hamlet.released() > 0);
            hamlet.await(() -> isFreeOfPledges(chunk));
            assertThat(hamlet.holders(chunk)).contains(0);
        }
        hamlet.evictions(0).stir();
        hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
    }

    @Test
    void a_removed_device_holds_nobody_to_a_pledge() throws Exception {
        var chunk = belongingElsewhere();
        hamlet.start();
        hamlet.startEvicting();
        assertThat(hamlet.evictions(0).asked(hamlet.id(4), ROUND, List.of(chunk))).hasSize(1);
        assertThat(pledges(0, chunk)).hasSize(1);
        hamlet.removes(0, 4);
        hamlet.await(() -> pledges(0, chunk).isEmpty());
    }

    @Test
    void a_copy_counts_no_more_from_the_question_on_and_late_word_of_it_is_not_believed()
            throws Exception {
        // Nor on house 4, so that nobody pushes it there meanwhile.
        var chunk = belongingElsewhere(0, 4);
        hamlet.start();
        hamlet.startEvicting();
        hamlet.upkeep(0).confirmed(List.of(chunk), List.of(hamlet.id(4)));
        hamlet.await(() -> hamlet.views(0).chunks().facts(List.of(chunk)).getFirst().copies() > 1);
        hamlet.evictions(0).asked(hamlet.id(4), ROUND, List.of(chunk));
        hamlet.upkeep(0).confirmed(List.of(chunk), List.of(hamlet.id(4)));
        assertThat(hamlet.views(0).chunks().facts(List.of(chunk)).getFirst().holders())
                .doesNotContain(hamlet.id(4));
        var beliefs = hamlet.upkeep(0).beliefs();
        var stored = new PushOutcome(List.of(chunk), List.of(), List.of(), 0);
        beliefs.answered(hamlet.id(4), stored, beliefs.mark());
        assertThat(hamlet.views(0).chunks().facts(List.of(chunk)).getFirst().holders())
                .as("this device gave it the chunk, and it proved to have it")
                .contains(hamlet.id(4));
    }

    @Test
    void a_copy_the_disk_lost_is_off_the_books_once_three_others_hold_it_and_all_have_heard()
            throws Exception {
        var lost = belongingElsewhere();
        hamlet.start();
        hamlet.wrote(0, List.of(lost));
        hamlet.await(() -> hamlet.holders(lost).size() > 2 && owesNobody(lost));
        hamlet.restarts(0, lost);
        assertThat(isHeld(0, lost)).isTrue();
        hamlet.startEvicting();
        hamlet.await(() -> !isHeld(0, lost));
        assertThat(hamlet.holders(lost)).isEqualTo(hamlet.owners(lost));
        assertThat(IntStream.range(1, 5)).noneMatch(house -> counts(house, 0, lost));
        assertThat(facts(0, lost).getFirst().holders())
                .as("so that it is found when it is needed here")
                .isNotEmpty();
    }

    @Test
    void it_stays_on_the_books_while_one_device_has_not_heard() throws Exception {
        var lost = belongingElsewhere(0, 4);
        var other = hamlet.write(0, notOf("card", 0, 4));
        hamlet.goesOffline(4);
        hamlet.start();
        hamlet.wrote(0, List.of(lost, other));
        hamlet.await(() -> hamlet.holders(lost).size() > 2 && owesNobody(lost));
        hamlet.restarts(0, lost);
        hamlet.await(() -> hamlet.holders(lost).equals(hamlet.owners(lost)));
        hamlet.startEvicting();
        hamlet.await(() -> !isHeld(0, other));
        assertThat(isHeld(0, lost)).isTrue();
        hamlet.comesOnline(4);
        hamlet.await(() -> !isHeld(0, lost));
    }

    @Test
    void and_while_no_other_holds_it() throws Exception {
        var lost = belongingElsewhere();
        hamlet.forgets(0, lost);
        hamlet.start();
        var other = hamlet.write(0, notOf("card", 0, 0));
        hamlet.wrote(0, List.of(other));
        hamlet.startEvicting();
        hamlet.await(() -> !isHeld(0, other));
        assertThat(isHeld(0, lost)).isTrue();
    }

    /// Whether each holder knows of three copies; of one that was made on top nobody need hear.
    private boolean owesNobody(ChunkId chunk) {
        return hamlet.known(chunk).allMatch(known -> known > 2);
    }

    private ChunkId belongingElsewhere() {
        return belongingElsewhere(0, 0);
    }

    /// A chunk of house 0 that neither of these owns.
    private ChunkId belongingElsewhere(int one, int other) {
        return hamlet.write(0, notOf("note", one, other));
    }

    private String notOf(String kind, int one, int other) {
        int i = 0;
        while (!Collections.disjoint(
                hamlet.owners(UpkeepTest.id(kind + " " + i)), List.of(one, other))) {
            i++;
        }
        return kind + " " + i;
    }

    private List<ChunkFacts> facts(int house, ChunkId chunk) {
        return hamlet.views(house).chunks().facts(List.of(chunk));
    }

    private boolean isHeld(int house, ChunkId chunk) {
        return facts(house, chunk).stream().anyMatch(ChunkFacts::held);
    }

    private boolean counts(int house, int holder, ChunkId chunk) {
        return facts(house, chunk).stream()
                .anyMatch(facts -> facts.holders().contains(hamlet.id(holder)));
    }

    private List<?> pledges(int house, ChunkId chunk) {
        return hamlet.views(house).pledges().of(chunk);
    }

    private boolean isFreeOfPledges(ChunkId chunk) {
        return IntStream.range(0, 5).allMatch(house -> pledges(house, chunk).isEmpty());
    }
}
