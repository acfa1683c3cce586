package dev.holdfast.gui.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

class TransferTest {

    private static final VolumePath INTO = new VolumePath("files", "/");
    private static final Problem UNREADABLE =
            new Problem(Problem.Code.FAILED, "It cannot be read.", "Check its permissions.");

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Transfers transfers =
            new Transfers(node, desk.work(), new DragFolder(Path.of("none")), desk);

    private Transfer stored(Outcome.Copies copies, Event... events) throws InterruptedException {
        node.answers(
                (command, hear) -> {
                    List.of(events).forEach(hear);
                    return new Outcome.Stored(1, 2048, 1, 1, 1, 1, copies, Duration.ZERO);
                });
        transfers.store(List.of("/home/ann/lake.jpg"), INTO, () -> {});
        desk.settle();
        return transfers.all().getFirst();
    }

    private static Outcome.Copies copies(int min, int wanted, int possible) {
        return new Outcome.Copies(min, wanted, possible, List.of());
    }

    private static Event progress(long done) {
        return new Event.Progress(Event.Activity.STORING, done, 1_000 << 20);
    }

    @Test
    void a_store_says_what_came_of_it() throws InterruptedException {
        var transfer = stored(copies(3, 3, 3));
        assertThat(transfer.title()).isEqualTo("lake.jpg");
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.DONE);
        assertThat(transfer.lineProperty().get()).isEqualTo("2.00 KiB stored, 3 copies");
        assertThat(node.asked())
                .containsExactly(
                        new Command.Put(
                                List.of("/home/ann/lake.jpg"),
                                INTO,
                                Optional.empty(),
                                Transfers.PATIENCE));
    }

    @Test
    void as_many_copies_as_there_are_devices_is_whole() throws InterruptedException {
        var transfer = stored(copies(1, 3, 1));
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.DONE);
        assertThat(transfer.lineProperty().get()).contains("on this device only so far");
    }

    @Test
    void missing_copies_are_told() throws InterruptedException {
        var transfer = stored(copies(2, 3, 3));
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.PART);
        assertThat(transfer.lineProperty().get()).contains("2 of 3 copies so far");
    }

    @Test
    void a_file_left_out_is_named_with_its_reason() throws InterruptedException {
        var transfer = stored(copies(3, 3, 3), new Event.Missed("a/b.txt", UNREADABLE));
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.PART);
        assertThat(transfer.lineProperty().get()).contains("1 file was left out");
        assertThat(transfer.problemProperty().get().orElseThrow().what())
                .isEqualTo("a/b.txt: It cannot be read.");
    }

    @Test
    void of_many_files_left_out_the_first_are_named_and_the_others_counted() throws Exception {
        var missed =
                IntStream.rangeClosed(1, 7)
                        .mapToObj(i -> new Event.Missed("a/\u202e" + i, UNREADABLE))
                        .toArray(Event[]::new);
        var transfer = stored(copies(3, 3, 3), missed);
        assertThat(transfer.lineProperty().get()).contains("7 files were left out");
        assertThat(transfer.problemProperty().get().orElseThrow().what().lines())
                .hasSize(6)
                .startsWith("a/\\x{202e}1: It cannot be read.")
                .endsWith("and 2 more");
    }

    @Test
    void where_all_was_left_out_nothing_was_done() throws InterruptedException {
        node.answers(
                (command, hear) -> {
                    hear.accept(new Event.Missed("/b", UNREADABLE));
                    return command instanceof Command.Put
                            ? new Outcome.Stored(0, 0, 0, 0, 0, 0, copies(0, 0, 0), Duration.ZERO)
                            : new Outcome.Fetched(0, 0, Optional.empty(), Duration.ZERO);
                });
        transfers.store(List.of("/home/ann/b"), INTO, () -> {});
        transfers.get(new VolumePath("files", "/b"), "/home/ann");
        desk.settle();
        assertThat(transfers.all())
                .hasSize(2)
                .allSatisfy(
                        transfer -> {
                            assertThat(transfer.stateProperty().get())
                                    .isEqualTo(Transfer.State.FAILED);
                            assertThat(transfer.lineProperty().get())
                                    .isEqualTo("Not done  ·  1 file was left out");
                        });
    }

    @Test
    void progress_tells_rate_and_time_left() {
        var transfer = new Transfer("talk.mp4", desk.work(), desk);
        for (long done = 0; done <= 300; done += 100) {
            transfer.hear(progress(done << 20));
            desk.drain();
            desk.passes(Duration.ofSeconds(1));
        }
        assertThat(transfer.fractionProperty().get()).isEqualTo(0.3);
        assertThat(transfer.lineProperty().get())
                .isEqualTo("Storing  ·  300 MiB of 1000 MiB  ·  100 MiB/s  ·  8 s left");
    }

    @Test
    void a_flood_of_reports_is_shown_as_the_latest() {
        var transfer = new Transfer("talk.mp4", desk.work(), desk);
        for (long done = 0; done < 10_000; done++) {
            transfer.hear(progress(done));
        }
        assertThat(desk.waiting()).isOne();
        desk.drain();
        assertThat(transfer.lineProperty().get()).contains("9.76 KiB of");
    }

    @Test
    void it_is_cancelled_when_the_engine_has_said_so() throws InterruptedException {
        var begun = new CountDownLatch(1);
        node.answers(
                (command, events) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    throw new NodeException(UNREADABLE, null);
                });
        transfers.store(List.of("/lake.jpg"), INTO, () -> {});
        begun.await();
        var transfer = transfers.all().getFirst();
        transfer.cancel();
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.CANCELLING);
        desk.settle();
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.CANCELLED);
        transfers.clear();
        assertThat(transfers.all()).isEmpty();
    }

    @Test
    void a_failure_says_what_and_what_to_do() throws InterruptedException {
        node.answers(
                (command, events) -> {
                    throw new NodeException(UNREADABLE, null);
                });
        transfers.get(new VolumePath("files", "/lake.jpg"), "/home/ann");
        desk.settle();
        var transfer = transfers.all().getFirst();
        assertThat(transfer.stateProperty().get()).isEqualTo(Transfer.State.FAILED);
        assertThat(transfer.problemProperty().get()).contains(UNREADABLE);
    }
}
