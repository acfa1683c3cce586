package dev.holdfast.gui.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

class FilesViewModelTest {

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private final FilesViewModel model =
            new FilesViewModel(node, work, new Transfers(node, work, desk));
    private final CountDownLatch slow = new CountDownLatch(1);

    private static Outcome.Row row(String path, Outcome.Kind kind) {
        return new Outcome.Row(path, kind, 100, MemoryNode.NOON, "v1");
    }

    private Outcome answer(Command<?> command, Consumer<Event> events)
            throws InterruptedException, NodeException {
        return switch (command) {
            case Command.ListEntries(var at, var _, var after) -> list(at.path(), after);
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
}
