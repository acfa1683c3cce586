package dev.holdfast.gui.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class WorkTest {

    private final Desk desk = new Desk();
    private final Work work = desk.work();
    private final List<String> values = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    @Test
    void a_value_is_handed_over_on_the_windows_thread_only() throws InterruptedException {
        var read = new CountDownLatch(1);
        work.start(
                () -> {
                    read.countDown();
                    return "lake";
                },
                values::add,
                problems::add);
        read.await();
        assertThat(values).isEmpty();
        desk.settle();
        assertThat(values).containsExactly("lake");
    }

    @Test
    void a_problem_of_the_device_is_handed_over_as_it_is() throws InterruptedException {
        work.start(
                () -> {
                    throw new NodeException(Problem.Code.FULL, "The disk is full.", "Free some.");
                },
                ignored -> {},
                problems::add);
        desk.settle();
        assertThat(problems)
                .containsExactly(new Problem(Problem.Code.FULL, "The disk is full.", "Free some."));
    }

    @Test
    void a_call_that_is_taken_back_ends_as_cancelled() throws InterruptedException {
        var running =
                work.start(
                        () -> {
                            new CountDownLatch(1).await();
                            return "";
                        },
                        values::add,
                        problems::add);
        running.cancel();
        desk.settle();
        assertThat(problems).extracting(Problem::code).containsExactly(Problem.Code.CANCELLED);
    }

    @Test
    void a_question_that_is_not_answered_is_given_up_once_and_a_late_answer_is_dropped()
            throws InterruptedException {
        var late = new CountDownLatch(1);
        work.ask(() -> answer(late), values::add, problems::add);
        desk.passes(Work.ANSWER_MAX);
        work.tick();
        work.tick();
        late.countDown();
        desk.settle();
        assertThat(values).isEmpty();
        assertThat(problems)
                .containsExactly(
                        new Problem(
                                Problem.Code.UNREACHABLE,
                                "Holdfast has not answered for 10 s.",
                                "Try again. If it stays silent, end Holdfast on this device and"
                                        + " open this window again."));
    }

    /// Heeds no interrupt, as a call that hangs in the system does not.
    private static String answer(CountDownLatch late) {
        while (true) {
            try {
                late.await();
                return "late";
            } catch (InterruptedException e) {
                // It waits on.
            }
        }
    }

    @Test
    void a_question_that_is_answered_in_time_is_over() throws InterruptedException {
        work.ask(() -> "lake", values::add, problems::add);
        desk.settle();
        desk.passes(Work.ANSWER_MAX);
        work.tick();
        assertThat(values).containsExactly("lake");
        assertThat(problems).isEmpty();
    }

    @Test
    void what_nobody_foresaw_is_a_sentence_and_no_trace() throws InterruptedException {
        work.start(
                () -> {
                    throw new IllegalStateException("at dev.holdfast.Deep.inside");
                },
                ignored -> {},
                problems::add);
        desk.settle();
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().what()).doesNotContain("Deep");
    }
}
