package dev.holdfast.gui.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class RecoverViewModelTest {

    private static final VolumePath DOCS = new VolumePath("files", "/docs");
    private static final Instant NOON = MemoryNode.NOON;
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private final RecoverViewModel model = new RecoverViewModel(node, work);

    private static Outcome.Row row(String path) {
        return new Outcome.Row(path, Outcome.Kind.FILE, 20, NOON, "v1");
    }

    private static Outcome.Version version(Instant at) {
        return new Outcome.Version(
                row("/docs/a"),
                Outcome.Deed.WRITTEN,
                Outcome.Standing.REPLACED,
                at,
                "ann",
                Optional.empty());
    }

    private void opened() throws InterruptedException {
        node.answers(
                (command, events) ->
                        switch (command) {
                            case Command.ReadHistory _ ->
                                    new Outcome.History(
                                            List.of(version(ONE), version(NOON), version(NOON)),
                                            false);
                            case Command.ListEntries list ->
                                    new Outcome.Listing(
                                            list.asOf().equals(Optional.of(NOON))
                                                    ? List.of(row("/docs/a"), row("/docs/b"))
                                                    : List.of(row("/docs/a")),
                                            Optional.empty());
                            default -> new Outcome.Restored(2, 1, 0, List.of());
                        });
        model.open(" files:/docs ");
        desk.settle();
    }

    @Test
    void each_change_is_a_time_and_the_last_is_shown_first() throws InterruptedException {
        opened();
        assertThat(model.timesProperty().get()).containsExactly(NOON, ONE);
        assertThat(model.atProperty().get()).contains(ONE);
        assertThat(model.rows()).hasSize(1);
        model.look(0);
        desk.settle();
        assertThat(model.atProperty().get()).contains(NOON);
        assertThat(model.rows()).hasSize(2);
        model.look(7);
        assertThat(model.atProperty().get()).contains(NOON);
    }

    /// The slider has gone on before the device answered.
    @Test
    void what_stood_before_a_change_of_more_files_than_are_told_is_in_reach()
            throws InterruptedException {
        node.answers(
                (command, events) ->
                        command instanceof Command.ReadHistory
                                ? new Outcome.History(List.of(version(NOON), version(NOON)), true)
                                : new Outcome.Listing(
                                        List.of(row("/docs/a")), Optional.of("/docs/b")));
        model.open("files:/docs");
        desk.settle();
        assertThat(model.timesProperty().get()).containsExactly(NOON.minusMillis(1), NOON);
        assertThat(model.cutProperty().get()).as("there is more than one page of it").isTrue();
        opened();
        assertThat(model.cutProperty().get()).isFalse();
    }

    @Test
    void what_stood_at_another_time_is_not_shown_when_it_comes_late() throws InterruptedException {
        opened();
        var slow = new CountDownLatch(1);
        node.answers(
                (command, events) -> {
                    boolean isNoon =
                            command instanceof Command.ListEntries list
                                    && list.asOf().equals(Optional.of(NOON));
                    if (isNoon) {
                        slow.await();
                    }
                    var rows = isNoon ? List.of(row("/docs/old")) : List.of(row("/docs/new"));
                    return new Outcome.Listing(rows, Optional.empty());
                });
        model.look(0);
        model.look(1);
        desk.until(() -> model.rows().contains(row("/docs/new")));
        slow.countDown();
        desk.settle();
        assertThat(model.rows()).containsExactly(row("/docs/new"));
        assertThat(model.atProperty().get()).contains(ONE);
    }

    @Test
    void what_takes_long_to_bring_back_is_not_given_up() throws InterruptedException {
        opened();
        var slow = new CountDownLatch(1);
        node.answers(
                (command, events) -> {
                    slow.await();
                    return new Outcome.Restored(1, 0, 0, List.of());
                });
        model.bringBack();
        desk.passes(Work.ANSWER_MAX.multipliedBy(3));
        work.tick();
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.restoringProperty().get()).isOne();
        slow.countDown();
        desk.settle();
        assertThat(model.restoringProperty().get()).isZero();
        assertThat(model.restoredProperty().get().orElseThrow().entries()).isOne();
    }

    @Test
    void it_comes_back_where_it_stood_or_beside() throws InterruptedException {
        opened();
        model.look(0);
        model.bringBack();
        model.bringBeside();
        desk.settle();
        assertThat(node.asked())
                .contains(
                        new Command.Restore(DOCS, NOON, Optional.empty(), false),
                        new Command.Restore(
                                DOCS,
                                NOON,
                                Optional.of(RecoverViewModel.beside(DOCS, NOON)),
                                false));
        assertThat(model.restoredProperty().get().orElseThrow().entries()).isEqualTo(2);
    }

    @Test
    void the_name_beside_says_when_and_any_system_can_have_it() {
        assertThat(RecoverViewModel.beside(DOCS, NOON).path())
                .startsWith("/docs (2026-05-01 ")
                .doesNotContain(":");
        assertThat(RecoverViewModel.beside(new VolumePath("files", "/"), NOON).path())
                .startsWith("/(2026-05-01 ");
    }

    @Test
    void what_goes_wrong_is_told() throws InterruptedException {
        model.open("nowhere");
        assertThat(model.problemProperty().get()).isPresent();
        var none = new Problem(Problem.Code.NO_SUCH, "There never was one.", "List them.");
        node.answers(
                (command, events) -> {
                    throw new NodeException(none, null);
                });
        model.open("files:/docs");
        desk.settle();
        assertThat(model.problemProperty().get()).contains(none);
        assertThat(model.timesProperty().get()).isEmpty();
    }
}
