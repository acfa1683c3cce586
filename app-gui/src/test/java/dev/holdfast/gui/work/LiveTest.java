package dev.holdfast.gui.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class LiveTest {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Live live = new Live(node, desk.work(), desk);

    private void beat() throws InterruptedException {
        live.tick();
        desk.settle();
        desk.passes(BEAT);
    }

    @Test
    void shows_the_latest_answer() throws InterruptedException {
        beat();
        assertThat(live.picture()).isPresent();
        assertThat(live.standingProperty().get()).isInstanceOf(Standing.Answering.class);
        node.copies(5, 5, 2);
        beat();
        assertThat(live.picture().orElseThrow().status().copies().owed()).isEqualTo(5);
    }

    @Test
    void a_device_that_stalls_is_asked_once_and_told_of() throws InterruptedException {
        beat();
        node.stall();
        live.tick();
        for (int i = 0; i < 6; i++) {
            desk.passes(BEAT);
            live.tick();
        }
        assertThat(live.standingProperty().get())
                .isEqualTo(new Standing.Silent(Duration.ofSeconds(6)));
        assertThat(live.picture()).isPresent();
        node.answerAgain();
        desk.settle();
        assertThat(live.standingProperty().get()).isInstanceOf(Standing.Answering.class);
    }

    @Test
    void a_device_that_answers_slowly_is_asked_less_often() throws InterruptedException {
        node.stall();
        live.tick();
        desk.passes(Duration.ofSeconds(2));
        node.answerAgain();
        desk.settle();
        node.copies(9, 9, 1);
        desk.passes(Duration.ofSeconds(17));
        beat();
        assertThat(live.picture().orElseThrow().status().copies().owed()).isZero();
        beat();
        assertThat(live.picture().orElseThrow().status().copies().owed()).isEqualTo(9);
    }

    @Test
    void a_problem_is_told_and_the_next_question_is_asked_all_the_same()
            throws InterruptedException {
        var gone = new Problem(Problem.Code.UNREACHABLE, "The daemon ended.", "Start it.");
        node.fail(gone);
        beat();
        assertThat(live.standingProperty().get()).isEqualTo(new Standing.Lost(gone));
        node.answerAgain();
        beat();
        assertThat(live.standingProperty().get()).isInstanceOf(Standing.Answering.class);
    }

    @Test
    void copies_that_arrive_are_counted_by_the_second() throws InterruptedException {
        node.pool(MemoryNode.device("ann", true, 100), MemoryNode.device("bob", true, 100));
        beat();
        desk.passes(BEAT);
        node.pool(MemoryNode.device("ann", true, 900), MemoryNode.device("bob", true, 500));
        beat();
        assertThat(live.picture().orElseThrow().arriving())
                .containsOnly(Map.entry("id-of-bob", 200L));
    }
}
