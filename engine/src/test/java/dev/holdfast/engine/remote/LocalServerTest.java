package dev.holdfast.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A daemon's node, asked from another process of the same person.
@Timeout(30)
class LocalServerTest {

    private final Echo echo = new Echo();
    private LocalServer server;
    private Node remote;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.open(echo, "the token");
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
    void a_client_that_goes_away_cancels_its_command() throws Exception {
        var client = Thread.ofVirtual().start(() -> runForEver(remote));
        assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();

        client.interrupt();

        assertThat(echo.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        client.join();
    }

    private static void runForEver(Node remote) {
        try {
            remote.run(new Command.Invite(Role.MEMBER, Duration.ofMinutes(10)), e -> {});
        } catch (NodeException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A node that remembers what it was asked and answers with fixed values.
    private static final class Echo implements Node {

        static final Status STATUS =
                new Status(
                        new Status.Self("ID", "ann", Role.OWNER, "127.0.0.1:1", true),
                        new Status.Pool("P", 3, 2),
                        new Status.Storage(1L << 40, 2, 3, 4),
                        new Status.Copies(5, 6, 1),
                        new Status.Settings(Duration.ofHours(12), Duration.ofMinutes(5)),
                        List.of(
                                new Problem(
                                        Problem.Code.FULL,
                                        "The disk is full.",
                                        "Free some space.")));
        static final Outcome.Stored STORED =
                new Outcome.Stored(
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        new Outcome.Copies(3, 3, 3, List.of("ann", "bob")),
                        Duration.ofMillis(7));
        static final Outcome.Description DESCRIPTION =
                new Outcome.Description(
                        new Outcome.Row("/x", Outcome.Kind.FILE, 9, Instant.EPOCH, "v1"),
                        "root",
                        List.of(
                                new Outcome.Chunk("c", 4, OptionalInt.empty(), List.of("ann")),
                                new Outcome.Chunk("d", 5, OptionalInt.of(0), List.of())));
        static final Problem PROBLEM =
                new Problem(Problem.Code.EXISTS, "It is there.", "Choose another name.");

        final List<Command<?>> seen = new ArrayList<>();
        final CountDownLatch waiting = new CountDownLatch(1);
        final CountDownLatch cancelled = new CountDownLatch(1);
        byte[] stored = new byte[0];

        @Override
        public Status status() {
            return STATUS;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
                throws NodeException, InterruptedException {
            seen.add(command);
            try {
                return (R) answer(command, events);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private Outcome answer(Command<?> command, Consumer<Event> events)
                throws NodeException, InterruptedException, IOException {
            switch (command) {
                case Command.PutStream put -> stored = put.source().readAllBytes();
                case Command.GetStream get -> get.destination().write(stored);
                case Command.Describe _ -> {
                    return DESCRIPTION;
                }
                case Command.MakeDirectory _ -> throw new NodeException(PROBLEM, null);
                case Command.Invite _ -> waitForEver();
                default -> events.accept(new Event.Progress(Event.Activity.STORING, 1, 2));
            }
            return command instanceof Command.GetStream
                    ? new Outcome.Fetched(1, stored.length, Optional.empty(), Duration.ZERO)
                    : STORED;
        }

        private void waitForEver() throws InterruptedException {
            waiting.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                cancelled.countDown();
            }
        }

        @Override
        public void close() {}
    }
}
