package dev.holdfast.engine.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.batch.Errands.Errand;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is left to do with one peer.
class ErrandsTest {

    private static final Chain ANNS =
            new Chain(
                    new VolumeId(new Hash(0, 0, 0, 1)),
                    new Actor(new DeviceId(new Hash(0, 0, 0, 2)), 1));

    private final Errands errands = new Errands();

    @BeforeEach
    void two_who_meet_compare_first() {
        assertThat(errands.next()).hasValue(new Errand.Compare());
        assertThat(errands.next()).isEmpty();
    }

    @Test
    void what_two_events_ask_for_is_done_once() {
        errands.changed(ANNS, true);
        errands.changed(ANNS, true);
        assertThat(errands.next()).hasValue(new Errand.Push(ANNS));
        assertThat(errands.isEmpty()).isTrue();
    }

    @Test
    void what_was_done_is_done_again_when_it_is_asked_for_again() {
        errands.changed(ANNS, false);
        assertThat(errands.next()).hasValue(new Errand.Tell(ANNS));
        errands.changed(ANNS, false);
        assertThat(errands.next()).hasValue(new Errand.Tell(ANNS));
    }

    @Test
    void one_who_has_more_is_asked_for_it() {
        errands.theyHave(ANNS, 5, 4);
        assertThat(errands.next()).hasValue(new Errand.Pull(ANNS));
    }

    @Test
    void one_who_has_no_more_is_asked_for_nothing() {
        errands.theyHave(ANNS, 4, 4);
        assertThat(errands.isEmpty()).isTrue();
    }

    @Test
    void the_most_that_one_said_counts_because_word_can_be_overtaken() {
        errands.theyHave(ANNS, 4, 4);
        errands.theyHave(ANNS, 3, 4);
        assertThat(errands.theyHave(ANNS)).isEqualTo(4);
    }

    @Test
    void things_are_done_in_the_order_in_which_they_came() {
        errands.theyDiffer(ANNS, 2);
        errands.compareAgain();
        assertThat(errands.next()).hasValue(new Errand.Prove(ANNS, 2));
        assertThat(errands.next()).hasValue(new Errand.Compare());
    }
}
