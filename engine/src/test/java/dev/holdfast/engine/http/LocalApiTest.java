package dev.holdfast.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.remote.RemoteNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A daemon's node, asked from another process of the same person.
@Timeout(30)
class LocalApiTest {

    private final Echo echo = new Echo();
    private final CountDownLatch closed = new CountDownLatch(1);
    private LocalApi server;
    private RemoteNode remote;

    @BeforeEach
    void start() throws IOException {
        server = LocalApi.open(echo, "the token", closed::countDown);
        remote = new RemoteNode(server.port(), "the token");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void status_arrives_as_it_was_sent() throws Exception {
        assertThat(remote.status()).isEqualTo(Echo.STATUS);
    }

    @Test
    void a_command_arrives_whole_and_its_outcome_and_events_come_back() throws Exception {
        var put =
                new Command.Put(
                        List.of("/a", "/b ü"),
                        new VolumePath("files", "/to/"),
                        Optional.of(new WaitPolicy.Copies(3)),
                        Duration.ofSeconds(30));
        var events = new ArrayList<Event>();

        var outcome = remote.run(put, events::add);

        assertThat(echo.seen).containsExactly(put);
        assertThat(outcome).isEqualTo(Echo.STORED);
        assertThat(events).containsExactly(new Event.Progress(Event.Activity.STORING, 1, 2));
    }

    @Test
    void a_description_keeps_its_optional_groups() throws Exception {
        assertThat(remote.run(new Command.Describe(new VolumePath("files", "/x")), e -> {}))
                .isEqualTo(Echo.DESCRIPTION);
    }

    @Test
    void a_stream_is_stored_and_fetched_byte_for_byte() throws Exception {
        var bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);

        remote.run(
                new Command.PutStream(
                        new ByteArrayInputStream(bytes),
                        new VolumePath("files", "/s"),
                        Optional.empty(),
                        Duration.ZERO),
                e -> {});
        assertThat(echo.stored).isEqualTo(bytes);

        var fetched = new ByteArrayOutputStream();
        remote.run(new Command.GetStream(new VolumePath("files", "/s"), fetched), e -> {});
        assertThat(fetched.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void a_problem_comes_back_as_the_same_problem() {
        assertThatThrownBy(
                        () ->
                                remote.run(
                                        new Command.MakeDirectory(new VolumePath("files", "/d")),
                                        e -> {}))
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem()).isEqualTo(Echo.PROBLEM));
    }

    @Test
    void the_wrong_token_is_refused() {
        assertThatThrownBy(() -> new RemoteNode(server.port(), "a guess").status())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED));
    }

    @Test
    void a_daemon_that_is_gone_is_named_with_what_to_do() {
        server.close();
        assertThatThrownBy(() -> remote.status())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("Start it again");
    }

    @Test
    void a_stop_cancels_who_waits_for_others_and_says_how_many() throws Exception {
        var client = Thread.ofVirtual().start(() -> runForEver(remote));
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        var stopped = remote.stop(LocalApi.VERSION);

        assertThat(stopped).isEqualTo(new Outcome.Stopped(0, 1, Echo.STATUS.copies().owed()));
        assertThat(echo.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(closed.getCount()).isZero();
        client.join();
        server.awaitStop();
        assertThat(server.stop()).isEqualTo(stopped);
    }

    @Test
    void a_stop_lets_a_command_finish() throws Exception {
        var source = new PipedOutputStream();
        var put =
                new Command.PutStream(
                        new PipedInputStream(source),
                        new VolumePath("files", "/s"),
                        Optional.empty(),
                        Duration.ZERO);
        var client = new FutureTask<>(() -> remote.run(put, event -> {}));
        Thread.ofVirtual().start(client);
        source.write(7);
        source.flush();
        assertThat(echo.reading.await(10, TimeUnit.SECONDS)).isTrue();

        var stop = new FutureTask<>(() -> remote.stop(LocalApi.VERSION));
        Thread.ofVirtual().start(stop);
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        source.close();

        assertThat(client.get()).isEqualTo(Echo.STORED);
        assertThat(stop.get().finished()).isOne();
        assertThat(echo.stored).containsExactly(7);
    }

    @Test
    void a_client_that_goes_away_cancels_its_command() throws Exception {
        var client = Thread.ofVirtual().start(() -> runForEver(remote));
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        client.interrupt();

        assertThat(echo.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        client.join();
    }

    @Test
    void a_command_that_is_taken_back_ends_with_the_word_of_the_node() throws Exception {
        var ended = new CompletableFuture<Boolean>();
        var client =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    runForEver(remote);
                                    ended.complete(echo.cancelled.getCount() == 0);
                                });
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        client.interrupt();

        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void who_asks_twice_still_waits_for_the_word_of_the_node() throws Exception {
        echo.tidied = new CountDownLatch(1);
        var confirmed = new AtomicBoolean();
        var client =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    runForEver(remote);
                                    confirmed.set(echo.cancelled.getCount() == 0);
                                });
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();
        client.interrupt();
        assertThat(echo.tidying.await(10, TimeUnit.SECONDS)).isTrue();

        client.interrupt();
        awaitTakenIn(client);
        echo.tidied.countDown();
        client.join();

        assertThat(confirmed).isTrue();
    }

    /// Waits until the thread has met its interrupt, and waits again or has ended.
    private static void awaitTakenIn(Thread interrupted) {
        while (interrupted.isAlive()
                && (interrupted.isInterrupted()
                        || interrupted.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_command_that_will_not_end_lets_its_caller_go() throws Exception {
        echo.deaf = true;
        var why = new CompletableFuture<Problem>();
        var client = Thread.ofPlatform().start(() -> why.complete(problemOf(remote)));
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        client.interrupt();

        try {
            var problem = why.get(10, TimeUnit.SECONDS);
            assertThat(problem.code()).isEqualTo(Problem.Code.CANCELLED);
            assertThat(problem.what()).contains("has not confirmed");
        } finally {
            echo.deaf = false;
        }
    }

    private static Problem problemOf(Node remote) {
        try {
            remote.run(new Command.Invite(Role.MEMBER, Duration.ofMinutes(10)), e -> {});
            throw new AssertionError("it came to an end");
        } catch (NodeException e) {
            return e.problem();
        } catch (InterruptedException e) {
            throw new AssertionError("the node has not confirmed it", e);
        }
    }

    private static void runForEver(Node remote) {
        try {
            remote.run(new Command.Invite(Role.MEMBER, Duration.ofMinutes(10)), e -> {});
        } catch (NodeException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
