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
