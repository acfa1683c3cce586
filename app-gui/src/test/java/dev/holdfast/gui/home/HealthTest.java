package dev.holdfast.gui.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Picture;

import org.junit.jupiter.api.Test;

import java.util.List;

class HealthTest {

    private static final Outcome.Device ANN = MemoryNode.device("ann", true, 12 << 20);
    private static final Outcome.Device BOB = MemoryNode.device("bob", true, 12 << 20);
    private static final Outcome.Device CAT = MemoryNode.device("cat", true, 12 << 20);
    private static final Outcome.Device BOB_AWAY = MemoryNode.device("bob", false, 12 << 20);

    private final MemoryNode node = new MemoryNode();

    private Health health(Outcome.Device... devices) throws NodeException {
        node.pool(devices);
        return Health.of(Picture.first(node.status(), List.of(devices), 0));
    }

    @Test
    void all_copies_made_is_safe() throws NodeException {
        node.copies(0, 0, 2);
        var health = health(ANN, BOB);
        assertThat(health.tone()).isEqualTo(Tone.GOOD);
        assertThat(health.sentence()).isEqualTo("Everything is safe.");
        assertThat(health.detail()).contains("2 copies");
    }

    @Test
    void all_copies_made_is_safe_though_one_is_away_and_says_so() throws NodeException {
        node.copies(0, 0, 2);
        assertThat(health(ANN, BOB_AWAY, CAT).sentence())
                .isEqualTo("Everything is safe, though bob is away.");
        assertThat(health(ANN, BOB_AWAY, CAT).detail())
                .isEqualTo("Every piece has 2 copies within reach.");
    }

    @Test
    void a_device_that_was_put_out_of_its_pool_says_so() throws NodeException {
        node.copies(0, 0, 2)
                .problems(new Problem(Problem.Code.REFUSED, "It was removed.", "Join again."));
        var health = health(ANN, BOB);
        assertThat(health.tone()).isEqualTo(Tone.BAD);
        assertThat(health.sentence()).isEqualTo("It was removed.");
        assertThat(health.detail()).isEqualTo("Join again.");
    }

    @Test
    void a_device_alone_is_no_alarm_and_asks_for_another() throws NodeException {
        node.copies(0, 0, 1);
        var health = health(ANN);
        assertThat(health.tone()).isEqualTo(Tone.CALM);
        assertThat(health.detail()).contains("another device");
    }

    @Test
    void an_empty_pool_says_where_to_begin() throws NodeException {
        node.copies(0, 0, 0);
        var health = health(MemoryNode.device("ann", true, 0));
        assertThat(health.sentence()).contains("nothing is stored yet");
        assertThat(health.detail()).contains("Files");
    }

    @Test
    void copies_under_way_are_work_and_no_alarm() throws NodeException {
        node.copies(1, 1, 1);
        var health = health(ANN, BOB);
        assertThat(health.tone()).isEqualTo(Tone.BUSY);
        assertThat(health.sentence()).contains("1 to go");
        assertThat(health.detail()).contains("Leave this device on");
    }

    @Test
    void a_device_away_is_a_warning_while_two_copies_live() throws NodeException {
        node.copies(40, 40, 2);
        var health = health(ANN, BOB_AWAY);
        assertThat(health.tone()).isEqualTo(Tone.WARN);
        assertThat(health.sentence()).contains("bob is away").contains("40 pieces have");
        assertThat(health.detail()).contains("12 h");
    }

    @Test
    void a_last_copy_is_an_alarm() throws NodeException {
        node.copies(80, 40, 1);
        var health = health(ANN, BOB_AWAY);
        assertThat(health.tone()).isEqualTo(Tone.BAD);
        assertThat(health.sentence()).contains("only one copy left");
        assertThat(health.detail()).contains("let another device in");
        assertThat(health(ANN, BOB_AWAY, CAT).detail()).contains("after 5 min");
    }

    @Test
    void a_last_copy_is_an_alarm_though_no_other_device_could_take_one() throws NodeException {
        node.copies(0, 0, 1);
        assertThat(health(ANN, BOB_AWAY).tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void every_figure_is_one_of_status() throws InterruptedException, NodeException {
        var desk = new Desk();
        node.pool(ANN, BOB_AWAY).copies(4, 4, 1);
        var live = new Live(node, desk.work(), desk);
        var model = new HomeViewModel(live);
        live.tick();
        desk.settle();
        var figures = model.figuresProperty().get();
        assertThat(figures.usable()).isEqualTo("64.0 GiB");
        assertThat(figures.stored()).isEqualTo("12.0 MiB");
        assertThat(figures.safe()).isEqualTo("9.00 MiB");
        assertThat(figures.protectedShare()).isEqualTo(0.75);
        assertThat(figures.devices()).isEqualTo("1 of 2");
        assertThat(model.spotsProperty().get())
                .extracting(Spot::name)
                .containsExactly("ann", "bob");
        assertThat(model.spotsProperty().get()).extracting(Spot::turn).containsExactly(0.0, 0.5);
    }
}
