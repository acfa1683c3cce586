package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.node.Repose.Sample;
import dev.holdfast.engine.node.Repose.Step;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Time by command: a look every two seconds, at a process that works as it is told.
class ReposeTest {

    private static final long MIB = 1 << 20;
    private static final long LIVE = 40 * MIB;
    private static final Duration HEARTBEATS = Duration.ofMillis(10);

    private Sample now = new Sample(Duration.ofDays(1).toNanos(), Duration.ZERO, LIVE);
    private Repose repose = Repose.begun(now);

    /// What the next look tells; a collection leaves what is live.
    private Step look(Duration took, long used) {
        now = new Sample(now.nanos() + Repose.EVERY.toNanos(), now.cpu().plus(took), used);
        var looked = repose.look(now);
        repose = looked.then();
        if (looked.step() != Step.NOTHING) {
            now = new Sample(now.nanos(), now.cpu().plusMillis(200), Math.min(used, LIVE));
            repose = repose.collected(now);
        }
        return looked.step();
    }

    private Step works(long used) {
        return look(Repose.EVERY, used);
    }

    /// What is told in so much time without work: the first that is not nothing.
    private Step rests(Duration time, long used) {
        for (var left = time; left.isPositive(); left = left.minus(Repose.EVERY)) {
            var step = look(HEARTBEATS, used);
            if (step != Step.NOTHING) {
                return step;
            }
        }
        return Step.NOTHING;
    }

    @Test
    void a_device_that_goes_on_resting_is_left_alone() {
        assertThat(rests(Duration.ofHours(1), LIVE + Repose.CREPT_MAX)).isEqualTo(Step.NOTHING);
    }

    @Test
    void what_was_for_the_work_goes_when_it_is_over_for_a_while() {
        assertThat(works(LIVE)).isEqualTo(Step.NOTHING);
        assertThat(rests(Repose.REST.minus(Repose.EVERY), LIVE)).isEqualTo(Step.NOTHING);
        assertThat(rests(Repose.EVERY, LIVE)).isEqualTo(Step.LET_GO);
        assertThat(rests(Duration.ofHours(1), LIVE)).isEqualTo(Step.NOTHING);
    }

    @Test
    void a_little_work_is_not_worth_it() {
        assertThat(look(Repose.WORKED_MIN.dividedBy(2), LIVE)).isEqualTo(Step.NOTHING);
        assertThat(rests(Duration.ofHours(1), LIVE)).isEqualTo(Step.NOTHING);
        assertThat(look(Repose.WORKED_MIN.dividedBy(2), LIVE)).isEqualTo(Step.NOTHING);
        assertThat(rests(Repose.REST, LIVE)).isEqualTo(Step.LET_GO);
    }

    @Test
    void who_works_again_soon_finds_all_as_it_was() {
        for (int i = 0; i < 10; i++) {
            assertThat(works(LIVE)).isEqualTo(Step.NOTHING);
            assertThat(rests(Repose.REST.minus(Repose.EVERY), LIVE)).isEqualTo(Step.NOTHING);
        }
    }

    @Test
    void what_gathers_at_rest_goes_too() {
        assertThat(rests(Duration.ofHours(1), LIVE + Repose.CREPT_MAX + 1)).isEqualTo(Step.LET_GO);
    }

    @Test
    void work_that_leaves_garbage_is_collected_after() {
        assertThat(works(Repose.WORTH_MIN - 1)).isEqualTo(Step.NOTHING);
        assertThat(works(Repose.WORTH_MIN)).isEqualTo(Step.COLLECT);
        assertThat(works(LIVE)).isEqualTo(Step.NOTHING);
    }

    /// Else a device with many files would do nothing else.
    @Test
    void what_is_live_is_no_reason_to_collect() {
        long much = 160 * MIB;
        repose = repose.collected(new Sample(now.nanos(), now.cpu(), much));
        assertThat(works(much * 3 / 2 - 1)).isEqualTo(Step.NOTHING);
        assertThat(works(much * 3 / 2)).isEqualTo(Step.COLLECT);
    }

    /// A system that tells no times of the processor lets go by what is taken.
    @Test
    void where_work_cannot_be_told_what_gathers_goes_all_the_same() {
        for (var left = Repose.REST;
                left.compareTo(Repose.EVERY) > 0;
                left = left.minus(Repose.EVERY)) {
            assertThat(look(Duration.ZERO, LIVE + Repose.CREPT_MAX + 1)).isEqualTo(Step.NOTHING);
        }
        assertThat(look(Duration.ZERO, LIVE + Repose.CREPT_MAX + 1)).isEqualTo(Step.LET_GO);
    }
}
