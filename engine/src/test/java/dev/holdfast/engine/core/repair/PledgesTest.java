package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledge.State;
import dev.holdfast.engine.core.repair.PledgeModel.Fault;
import dev.holdfast.engine.core.repair.PledgeModel.Rules;
import dev.holdfast.engine.core.repair.PledgeModel.Troubles;
import dev.holdfast.engine.core.repair.Pledges.Effect;
import dev.holdfast.engine.core.repair.Pledges.Event;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

@Execution(ExecutionMode.CONCURRENT)
class PledgesTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final DeviceId CAT = new DeviceId(new Hash(3, 0, 0, 0));
    private static final ChunkId CHUNK = new ChunkId(new Hash(9, 9, 9, 9));
    private static final Hash ROUND = new Hash(0, 0, 0, 1);
    private static final Pledge TO_BOB = new Pledge(CHUNK, ANN, BOB, ROUND);
    private static final Pledge TO_CAT = new Pledge(CHUNK, ANN, CAT, ROUND);
    private static final Instant NOW = Instant.EPOCH;
    private static final Event MAY_GO = new Event.MayGo(CHUNK, 2, List.of(BOB, CAT), ROUND);

    @Test
    void S4_three_holders_that_all_drop_at_will_never_go_under_two_copies() {
        var model = new PledgeModel(new Rules(3, 3, 2, Troubles.NONE, Fault.NONE));
        assertThat(model.fewestCopies()).isEqualTo(2);
        assertThat(model.moments()).as("the model looks at something").isGreaterThan(1000);
    }

    @Test
    void S4_nor_do_answers_that_come_too_late_crashes_and_reminders_cost_the_last_copy() {
        assertThat(fewest(new Rules(3, 2, 1, new Troubles(0, 0, true), Fault.NONE))).isOne();
        assertThat(fewest(new Rules(2, 2, 1, new Troubles(2, 1, true), Fault.NONE))).isOne();
    }

    @Tag("long")
    @Test
    void S4_nor_do_three_holders_of_which_one_crashes() {
        assertThat(fewest(new Rules(3, 2, 1, new Troubles(1, 0, true), Fault.NONE))).isOne();
        assertThat(fewest(new Rules(3, 2, 2, new Troubles(1, 0, true), Fault.NONE))).isEqualTo(2);
    }

    @Test
    void S4_the_model_sees_what_is_wrong() {
        assertThat(fewest(new Rules(2, 2, 1, Troubles.NONE, Fault.HEARS_NO_AS_YES))).isZero();
        assertThat(fewest(new Rules(2, 2, 1, Troubles.NONE, Fault.PLEDGES_WHILE_ASKING))).isZero();
    }

    private static int fewest(Rules rules) {
        return new PledgeModel(rules).fewestCopies();
    }

    @Test
    void a_copy_goes_when_enough_have_pledged_and_journaled_before() {
        var ann = new Pledges(ANN);
        ann.on(MAY_GO, NOW);
        assertThat(ann.on(new Event.Answered(TO_BOB, true), NOW)).isEmpty();
        assertThat(ann.on(new Event.Answered(TO_CAT, true), NOW))
                .containsExactly(
                        new Effect.Journal(TO_BOB, State.DROPPED),
                        new Effect.Journal(TO_CAT, State.DROPPED),
                        new Effect.Drop(CHUNK),
                        new Effect.End(TO_BOB, true),
                        new Effect.End(TO_CAT, true));
    }

    @Test
    void one_no_too_many_ends_the_asking_and_frees_the_others() {
        var ann = new Pledges(ANN);
        ann.on(MAY_GO, NOW);
        ann.on(new Event.Answered(TO_BOB, true), NOW);
        assertThat(ann.on(new Event.Answered(TO_CAT, false), NOW))
                .contains(new Effect.End(TO_BOB, false))
                .doesNotContain(new Effect.Drop(CHUNK));
    }

    @Test
    void an_unanswered_asking_times_out_and_its_late_answer_counts_for_nothing() {
        var ann = new Pledges(ANN);
        ann.on(MAY_GO, NOW);
        ann.on(new Event.Answered(TO_BOB, true), NOW);
        var late = NOW.plus(Pledges.PATIENCE).plus(Duration.ofSeconds(1));
        assertThat(ann.on(new Event.Passed(), late))
                .containsExactly(new Effect.End(TO_BOB, false), new Effect.End(TO_CAT, false));
        assertThat(ann.on(new Event.Answered(TO_CAT, true), late)).isEmpty();
    }

    @Test
    void the_end_is_told_again_until_it_is_noted() {
        var ann = new Pledges(ANN, Map.of(TO_BOB, State.DROPPED, TO_CAT, State.ASKED));
        assertThat(ann.on(new Event.Met(BOB), NOW)).containsExactly(new Effect.End(TO_BOB, true));
        assertThat(ann.on(new Event.Met(CAT), NOW)).containsExactly(new Effect.End(TO_CAT, false));
        ann.on(new Event.Noted(TO_BOB), NOW);
        assertThat(ann.on(new Event.Met(BOB), NOW)).isEmpty();
    }

    @Test
    void who_has_pledged_does_not_ask_and_who_asks_does_not_pledge() {
        var bob = new Pledges(BOB);
        assertThat(bob.on(new Event.Asked(TO_BOB, true), NOW))
                .containsExactly(
                        new Effect.Journal(TO_BOB, State.GIVEN), new Effect.Answer(TO_BOB, true));
        assertThat(bob.isPledged(CHUNK)).isTrue();
        var mayGo = new Event.MayGo(CHUNK, 2, List.of(ANN, CAT), new Hash(0, 0, 0, 2));
        assertThat(bob.on(mayGo, NOW)).isEmpty();

        bob.on(new Event.Ended(TO_BOB), NOW);
        assertThat(bob.on(mayGo, NOW)).isNotEmpty();
        var again = new Pledge(CHUNK, ANN, BOB, new Hash(0, 0, 0, 3));
        assertThat(bob.on(new Event.Asked(again, true), NOW))
                .containsExactly(new Effect.Answer(again, false));
    }

    @Test
    void nobody_pledges_what_it_does_not_hold_or_what_has_ended_before_it_was_asked() {
        var bob = new Pledges(BOB);
        assertThat(bob.on(new Event.Asked(TO_BOB, false), NOW))
                .containsExactly(new Effect.Answer(TO_BOB, false));
        bob.on(new Event.Ended(TO_BOB), NOW);
        assertThat(bob.on(new Event.Asked(TO_BOB, true), NOW))
                .containsExactly(new Effect.Answer(TO_BOB, false));
    }

    @Test
    void the_removal_of_the_asker_frees_the_pledger_and_that_of_a_pledger_ends_the_asking() {
        var bob = new Pledges(BOB, Map.of(TO_BOB, State.GIVEN));
        assertThat(bob.isPledged(CHUNK)).isTrue();
        bob.on(new Event.Removed(ANN), NOW);
        assertThat(bob.isPledged(CHUNK)).isFalse();

        var ann = new Pledges(ANN);
        ann.on(MAY_GO, NOW);
        assertThat(ann.on(new Event.Removed(CAT), NOW)).contains(new Effect.End(TO_BOB, false));
    }

    @Test
    void too_few_others_are_not_even_asked() {
        var ann = new Pledges(ANN);
        assertThat(ann.on(new Event.MayGo(CHUNK, 3, List.of(BOB, CAT), ROUND), NOW)).isEmpty();
    }
}
