package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.sync.Rules;

import org.junit.jupiter.api.Test;

/// What a person agrees to is what was told, and not what a folder asks another time.
class ReplyTest {

    private static final long NOW = -5;

    private final Reply agreed = new Reply(Rules.Answer.AGREED, NOW);

    @Test
    void an_answer_waits_for_a_pass_and_not_for_ever() {
        long last = NOW + Reply.MAX.toNanos();
        assertThat(agreed.at(NOW)).isEqualTo(Rules.Answer.AGREED);
        assertThat(agreed.at(last)).isEqualTo(Rules.Answer.AGREED);
        assertThat(agreed.at(last + 1)).isEqualTo(Rules.Answer.NONE);
        assertThat(Reply.NONE.at(NOW)).isEqualTo(Rules.Answer.NONE);
    }

    @Test
    void a_pass_uses_up_what_was_said_before_it_and_nothing_that_is_said_meanwhile() {
        var later = new Reply(Rules.Answer.AGREED, NOW + 1);
        assertThat(agreed.after(agreed)).isEqualTo(Reply.NONE);
        assertThat(agreed.after(later)).isEqualTo(later);
        assertThat(Reply.NONE.after(later)).isEqualTo(later);
    }
}
