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
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

class FilesViewModelTest {

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private FilesViewModel model = new FilesViewModel(node, work, transfers(Path.of("none")));
    private final CountDownLatch slow = new CountDownLatch(1);

    private Transfers transfers(Path home) {
        return new Transfers(node, work, new DragFolder(home), desk);
    }

    private static Outcome.Row row(String path, Outcome.Kind kind) {
        return new Outcome.Row(path, kind, 100, MemoryNode.NOON, "v1");
    }

    private Outcome answer(Command<?> command, Consumer<Event> events)
            throws InterruptedException, NodeException {
        return switch (command) {
            case Command.ListEntries(var at, var _, var after, var _) -> list(at.path(), after);
            case Command.Describe(var at) when at.path().equals("/slow.txt") -> {
                slow.await();
                yield new Outcome.Description(
                        row(at.path(), Outcome.Kind.FILE), "root", List.of(chunk("eve")));
            }
            case Command.Describe(var at) ->
                    new Outcome.Description(
                            row(at.path(), Outcome.Kind.FILE),
                            "root",
                            List.of(
                                    chunk("ann", "bob", "cat"),
                                    chunk("ann", "bob"),
                                    chunk("ann", "cat", "dan")));
            default -> throw new AssertionError("nothing is known about " + command);
        };
    }

    private Outcome list(String path, Optional<String> after)
            throws InterruptedException, NodeException {
        if (path.equals("/slow")) {
            slow.await();
            return new Outcome.Listing(
                    List.of(row("/slow/old", Outcome.Kind.FILE)), Optional.empty());
        }
        if (path.equals("/gone")) {
            throw new NodeException(Problem.Code.NO_SUCH, "It is gone.", "Go up.");
        }
        return after.isEmpty()
                ? new Outcome.Listing(
                        List.of(
                                row("/b.txt", Outcome.Kind.FILE),
                                row("/Zoo", Outcome.Kind.DIRECTORY)),
                        Optional.of("b"))
                : new Outcome.Listing(
                        List.of(
                                row("/A.txt", Outcome.Kind.FILE),
                                row("/art", Outcome.Kind.DIRECTORY)),
                        Optional.empty());
    }

    private static Outcome.Chunk chunk(String... holders) {
        return new Outcome.Chunk("id", 10, OptionalInt.empty(), List.of(holders));
    }

    @Test
    void all_pages_come_as_one_list_directories_first() throws InterruptedException {
        node.answers(this::answer);
        model.open("/");
        desk.settle();
        assertThat(model.rows())
                .extracting(FilesViewModel::name)
                .containsExactly("art", "Zoo", "A.txt", "b.txt");
        assertThat(model.cutProperty().get()).isFalse();
    }

    @Test
    void an_answer_for_a_directory_that_was_left_is_dropped() throws InterruptedException {
        node.answers(this::answer);
        model.open("/slow");
        model.open("/");
        slow.countDown();
        desk.settle();
        assertThat(model.directoryProperty().get()).isEqualTo("/");
        assertThat(model.rows()).hasSize(4);
    }

    @Test
    void a_device_that_never_answers_is_given_up_and_asked_again_on_demand()
            throws InterruptedException {
        node.answers(this::answer);
        node.stall();
        model.open("/");
        model.select(Optional.of(row("/b.txt", Outcome.Kind.FILE)));
        desk.passes(Work.ANSWER_MAX.minusSeconds(1));
        work.tick();
        assertThat(model.loadingProperty().get()).isTrue();
        desk.passes(Duration.ofSeconds(1));
        work.tick();
        assertThat(model.loadingProperty().get()).isFalse();
        assertThat(model.problemProperty().get().orElseThrow().what())
                .isEqualTo("Holdfast has not answered for 10 s.");
        node.answerAgain();
        model.refresh();
        desk.settle();
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.rows()).hasSize(4);
    }

    @Test
    void the_first_drag_of_an_entry_gets_it_and_the_next_one_carries_it(@TempDir Path home)
            throws InterruptedException, IOException {
        model = new FilesViewModel(node, work, transfers(home));
        node.answers(
                (command, events) -> {
                    if (command instanceof Command.Get(var from, var to, var _)) {
                        write(Path.of(to, from.path().substring(1)));
                    }
                    return new Outcome.Fetched(1, 4, Optional.empty(), Duration.ZERO);
                });
        var lake = row("/lake.jpg", Outcome.Kind.FILE);
        assertThat(model.drag(lake)).isEmpty();
        assertThat(model.drag(lake)).isEmpty();
        desk.settle();
        var file = Path.of(model.drag(lake).orElseThrow());
        assertThat(file).startsWith(home).hasFileName("lake.jpg").hasContent("lake");
        assertThat(node.asked()).hasSize(1);
        var changed = new Outcome.Row("/lake.jpg", Outcome.Kind.FILE, 1, MemoryNode.NOON, "v2");
        assertThat(model.drag(changed)).isEmpty();
        desk.settle();
        assertThat(model.drag(changed)).isPresent().isNotEqualTo(Optional.of(file.toString()));
        assertThat(model.transfers().all().getFirst().fileProperty().get()).isPresent();
    }

    private static void write(Path file) throws NodeException {
        try {
            Files.writeString(file, "lake");
        } catch (IOException e) {
            throw new NodeException(Problem.Code.FAILED, e.toString(), "Mend the test.");
        }
    }

    @Test
    void a_drag_that_failed_is_begun_anew(@TempDir Path home) throws InterruptedException {
        model = new FilesViewModel(node, work, transfers(home));
        node.answers(
                (command, events) -> {
                    throw new NodeException(Problem.Code.UNREACHABLE, "Nobody is here.", "Wait.");
                });
        var lake = row("/lake.jpg", Outcome.Kind.FILE);
        assertThat(model.drag(lake)).isEmpty();
        desk.settle();
        assertThat(model.drag(lake)).isEmpty();
        desk.settle();
        assertThat(node.asked()).hasSize(2);
    }

    @Test
    void a_drag_carries_nothing_where_nothing_was_got(@TempDir Path home)
            throws InterruptedException {
        model = new FilesViewModel(node, work, transfers(home));
        var gone = new Problem(Problem.Code.UNREACHABLE, "Nobody has it.", "Wait.");
        node.answers(
                (command, events) -> {
                    events.accept(new Event.Missed("/summer/lake.jpg", gone));
                    return new Outcome.Fetched(0, 0, Optional.empty(), Duration.ZERO);
                });
        var summer = row("/summer", Outcome.Kind.DIRECTORY);
        assertThat(model.drag(summer)).isEmpty();
        desk.settle();
        assertThat(model.drag(summer)).isEmpty();
        desk.settle();
        assertThat(node.asked()).as("it is got anew").hasSize(2);
    }

    @Test
    void a_directory_that_is_gone_says_so() throws InterruptedException {
        node.answers(this::answer);
        model.open("/gone");
        desk.settle();
        assertThat(model.problemProperty().get().orElseThrow().what()).isEqualTo("It is gone.");
        assertThat(model.loadingProperty().get()).isFalse();
        model.up();
        desk.settle();
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void another_volume_is_shown_from_its_top() throws InterruptedException {
        node.answers(this::answer).volumes("files", "photos");
        model.open("/a/b");
        desk.settle();
        assertThat(model.volumesProperty().get()).containsExactly("files", "photos");
        model.choose("photos");
        desk.settle();
        assertThat(model.directoryProperty().get()).isEqualTo("/");
        assertThat(node.asked())
                .contains(
                        new Command.ListEntries(
                                new VolumePath("photos", "/"), false, Optional.empty()))
                .doesNotContain(
                        new Command.ListEntries(
                                new VolumePath("files", "/"), false, Optional.empty()));
    }

    @Test
    void the_way_up_ends_at_the_root() {
        node.answers(this::answer);
        model.open("/a/b");
        model.up();
        assertThat(model.directoryProperty().get()).isEqualTo("/a");
        model.up();
        model.up();
        assertThat(model.directoryProperty().get()).isEqualTo("/");
    }

    @Test
    void a_selected_file_says_where_its_copies_are() throws InterruptedException {
        node.answers(this::answer);
        model.select(Optional.of(row("/b.txt", Outcome.Kind.FILE)));
        desk.settle();
        var found = model.whereaboutsProperty().get().orElseThrow();
        assertThat(found.copies()).isEqualTo(2);
        assertThat(found.shares())
                .containsExactly(
                        new Whereabouts.Share("ann", 3),
                        new Whereabouts.Share("bob", 2),
                        new Whereabouts.Share("cat", 2),
                        new Whereabouts.Share("dan", 1));
        model.select(Optional.empty());
        assertThat(model.whereaboutsProperty().get()).isEmpty();
    }

    @Test
    void where_the_copies_of_another_file_are_is_not_said_when_it_comes_late()
            throws InterruptedException {
        node.answers(this::answer);
        model.select(Optional.of(row("/slow.txt", Outcome.Kind.FILE)));
        model.select(Optional.of(row("/b.txt", Outcome.Kind.FILE)));
        desk.until(() -> model.whereaboutsProperty().get().isPresent());
        slow.countDown();
        desk.settle();
        assertThat(model.whereaboutsProperty().get().orElseThrow().shares()).hasSize(4);
    }
}
