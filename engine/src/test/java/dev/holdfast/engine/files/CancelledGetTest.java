package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// A get is taken back at each step of its way: it answers that it was, and by then nothing is left
/// of it but whole files.
@Timeout(60)
class CancelledGetTest {

    /// More chunks than are on their way at once.
    private static final int LONG = 48 << 20;

    /// The list of chunks, the first of them and some more.
    private static final int BEGUN = 30;

    private final Desk desk = new Desk();
    private final CopyOnWriteArrayList<Event> events = new CopyOnWriteArrayList<>();
    @TempDir private Path place;

    CancelledGetTest() throws Exception {}

    @Test
    void while_it_waits_for_the_list_of_chunks() throws Exception {
        desk.put(1, LONG, "files:/far.bin");
        desk.letGo();
        var get = new Getting("files:/far.bin", event -> {});
        desk.begun.acquire();

        get.interrupt();

        get.assertTakenBack();
    }

    @Test
    void among_the_bytes_of_a_file() throws Exception {
        desk.put(1, LONG, "files:/far.bin");
        desk.letGo();
        var written = new CountDownLatch(1);
        var get = new Getting("files:/far.bin", event -> written.countDown());
        desk.allowed.release(BEGUN);
        written.await();
        assertThat(place).isNotEmptyDirectory();

        get.interrupt();

        get.assertTakenBack();
    }

    @Test
    void while_a_fetch_will_not_end_it_does_not_say_so_yet() throws Exception {
        desk.put(1, LONG, "files:/far.bin");
        desk.letGo();
        desk.isStubborn = true;
        var written = new CountDownLatch(1);
        var get = new Getting("files:/far.bin", event -> written.countDown());
        desk.allowed.release(BEGUN);
        written.await();
        desk.begun.acquire(BEGUN + 1);

        get.interrupt();
        get.awaitTakenIn();
        get.interrupt();
        assertThat(get.task.isDone()).isFalse();
        desk.allowed.release(100);

        get.assertTakenBack();
    }

    @Test
    void when_all_bytes_are_there_and_are_being_made_durable() throws Exception {
        desk.put(1, 100, "files:/small");
        var get = new Getting("files:/small", event -> Thread.currentThread().interrupt());

        get.assertTakenBack();
    }

    @Test
    void in_a_directory_it_goes_on_with_no_other_file() throws Exception {
        for (int i = 0; i < 100; i++) {
            desk.put(i, 100, "files:/all/" + i);
        }
        desk.letGo();
        var get = new Getting("files:/all", event -> {});
        desk.begun.acquire(2);

        get.interrupt();

        assertThatThrownBy(get::outcome).isInstanceOf(InterruptedException.class);
        assertThat(place.resolve("all")).isEmptyDirectory();
        assertThat(events).doesNotHaveAnyElementsOfTypes(Event.Missed.class);
    }

    @Test
    void when_it_is_done_already_nothing_is_taken_back() throws Exception {
        desk.put(1, 100, "files:/small");
        var get = new Getting("files:/small", event -> {});

        assertThat(get.outcome().files()).isOne();
        assertThat(place.resolve("small")).hasSize(100);
    }

    /// A get on a thread of its own.
    private final class Getting {

        private final FutureTask<Outcome.Fetched> task;
        private final Thread thread;

        Getting(String from, Consumer<Event> also) {
            var command = new Command.Get(Desk.at(from), place.toString());
            task =
                    new FutureTask<>(
                            () ->
                                    desk.files.get(
                                            command,
                                            event -> {
                                                events.add(event);
                                                also.accept(event);
                                            }));
            thread = Thread.ofPlatform().start(task);
        }

        void interrupt() {
            thread.interrupt();
        }

        /// Waits until the get has met its interrupt and waits for what it has begun.
        void awaitTakenIn() {
            while (thread.isAlive()
                    && (thread.isInterrupted()
                            || thread.getState() != Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
        }

        void assertTakenBack() throws IOException {
            assertThatThrownBy(this::outcome).isInstanceOf(InterruptedException.class);
            assertThat(place).isEmptyDirectory();
        }

        Outcome.Fetched outcome() throws NodeException, InterruptedException {
            return Futures.get(task);
        }
    }
}
