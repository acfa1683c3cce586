package dev.holdfast.gui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class ActivityViewModelTest {

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private final Live live = new Live(node, work, desk);
    private final ActivityViewModel model = new ActivityViewModel(node, work, live);

    private static Event.Happened happened(long number, String what) {
        return new Event.Happened(
                number, MemoryNode.NOON, Event.Kind.DEVICE_CAME, Optional.of("bob"), what);
    }

    private void looks() throws InterruptedException {
        desk.passes(Duration.ofMinutes(1));
        live.tick();
        desk.settle();
    }

    @Test
    void nothing_is_followed_before_the_device_answers() {
        node.happened(happened(1, "bob came"));
        model.tick();
        desk.drain();
        assertThat(model.happenings()).isEmpty();
    }

    @Test
    void what_happened_stands_the_latest_first() throws InterruptedException {
        node.happened(happened(1, "bob came"), happened(2, "bob went"));
        looks();
        model.tick();
        desk.until(() -> model.happenings().size() == 2);
        assertThat(model.happenings())
                .extracting(Event.Happened::what)
                .containsExactly("bob went", "bob came");
    }

    @Test
    void a_daemon_started_anew_is_heard_from_its_beginning() throws InterruptedException {
        node.happened(happened(4, "before"), happened(5, "before"), happened(1, "after"));
        looks();
        model.tick();
        desk.until(() -> model.happenings().stream().anyMatch(each -> each.what().equals("after")));
        assertThat(model.happenings()).extracting(Event.Happened::number).containsExactly(1L);
    }

    @Test
    void what_waits_is_what_status_complains_of() throws InterruptedException {
        var owed = new Problem(Problem.Code.UNREACHABLE, "4 chunks wait.", "Bring bob.");
        node.problems(owed);
        looks();
        assertThat(model.waitsProperty().get()).containsExactly(owed);
    }

    @Test
    void the_rate_is_what_arrives_at_all_others_together() throws InterruptedException {
        node.pool(device("ann", 0), device("bob", 0), device("cat", 0));
        looks();
        node.pool(device("ann", 0), device("bob", 60 << 20), device("cat", 60 << 20));
        looks();
        assertThat(model.ratesProperty().get().now()).isEqualTo("2.00 MiB");
        assertThat(model.ratesProperty().get().max()).isEqualTo(2 << 20);
    }

    private static Outcome.Device device(String name, long used) {
        return MemoryNode.device(name, true, used);
    }

    @Test
    void a_rate_is_forgotten_after_its_span() {
        var rates = Rates.NONE.next(0, 5);
        assertThat(rates.next(Rates.SPAN.toNanos(), 6).samples()).hasSize(2);
        assertThat(rates.next(Rates.SPAN.toNanos() + 1, 6).samples()).hasSize(1);
    }
}
