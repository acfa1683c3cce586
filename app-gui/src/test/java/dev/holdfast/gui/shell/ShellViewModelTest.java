package dev.holdfast.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryDevice;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.theme.Tone;
import dev.holdfast.gui.work.Line;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ShellViewModelTest {

    private static final Problem GONE =
            new Problem(Problem.Code.UNREACHABLE, "The daemon ended.", "Start it.");

    private final Desk desk = new Desk();
    private final MemoryDevice device = new MemoryDevice();
    private final Work work = desk.work();
    private final Line line = new Line();
    private final ShellViewModel model =
            new ShellViewModel(device, work, line, new Live(line, work, desk));

    private void beat() throws InterruptedException {
        desk.passes(Duration.ofSeconds(1));
        model.tick();
        desk.settle();
    }

    @Test
    void without_a_device_the_first_run_begins() throws InterruptedException {
        model.open();
        desk.settle();
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.FirstRun.class);
    }

    @Test
    void a_running_daemon_is_used_without_a_word() throws InterruptedException {
        device.running();
        model.open();
        desk.settle();
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Open.class);
        assertThat(model.bannerProperty().get()).isEmpty();
    }

    @Test
    void a_daemon_that_does_not_run_is_started_and_said_so() throws InterruptedException {
        device.existing();
        model.open();
        desk.settle();
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Open.class);
        assertThat(model.bannerProperty().get().orElseThrow().what()).contains("was started");
        beat();
        assertThat(model.bannerProperty().get()).isPresent();
        model.dismiss();
        beat();
        assertThat(model.bannerProperty().get()).isEmpty();
    }

    @Test
    void a_home_that_cannot_be_opened_is_told_and_can_be_tried_again() throws InterruptedException {
        var newer = new Problem(Problem.Code.REFUSED, "The home is newer.", "Update.");
        device.running().failing(newer);
        model.open();
        desk.settle();
        assertThat(model.phaseProperty().get()).isEqualTo(new Phase.Failed(newer));
        device.mended();
        model.open();
        desk.settle();
        assertThat(model.phaseProperty().get()).isInstanceOf(Phase.Open.class);
    }

    @Test
    void a_daemon_that_ended_is_told_and_found_again() throws InterruptedException {
        device.running();
        model.open();
        desk.settle();
        device.node.fail(GONE);
        beat();
        var banner = model.bannerProperty().get().orElseThrow();
        assertThat(banner.tone()).isEqualTo(Tone.BAD);
        assertThat(banner.startable()).isTrue();
        device.node.answerAgain();
        model.restart();
        desk.settle();
        beat();
        assertThat(model.bannerProperty().get()).isEmpty();
    }

    @Test
    void a_daemon_that_somebody_has_started_anew_is_found() throws InterruptedException {
        device.running();
        model.open();
        desk.settle();
        device.node.fail(GONE);
        beat();
        assertThat(model.bannerProperty().get()).isPresent();
        device.startedAnew();
        beat();
        beat();
        assertThat(model.bannerProperty().get()).isEmpty();
    }

    @Test
    void the_foot_says_what_status_says() throws InterruptedException {
        device.running().node.copies(1, 1, 2);
        device.node.pool(
                MemoryNode.device("ann", true, 16 * MemoryNode.GIB),
                MemoryNode.device("bob", false, 0));
        model.open();
        desk.settle();
        var foot = model.footProperty().get();
        assertThat(foot.state()).isEqualTo("1 of 2 devices online  ·  1 copy still to be made");
        assertThat(foot.full()).isEqualTo(0.25);
        assertThat(foot.device()).isEqualTo("ann");
    }
}
