package dev.holdfast.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Status;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A node that remembers what it was asked and answers with fixed values.
final class Echo implements Node {

    static final Status STATUS =
            new Status(
                    new Status.Self("ID", "ann", Role.OWNER, "127.0.0.1:1", true),
                    new Status.Pool("P", 3, 2),
                    new Status.Storage(1L << 40, 2, 3, 4),
                    new Status.Copies(5, 6, 1),
                    new Status.Closing(false, 8, "Some chunks have no other copy."),
                    new Status.Settings(Duration.ofHours(12), Duration.ofMinutes(5)),
                    List.of(),
                    List.of(
                            new Problem(
                                    Problem.Code.FULL, "The disk is full.", "Free some space.")),
                    List.of("Sending is held."));
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

    final List<Command<?>> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch reading = new CountDownLatch(1);
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch broken = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    volatile Problem problem = PROBLEM;
    volatile boolean deaf;
    final CountDownLatch tidying = new CountDownLatch(1);
    volatile CountDownLatch tidied = new CountDownLatch(0);
    volatile byte[] stored = new byte[0];

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
            throw new NodeException(Problem.Code.FAILED, "The stream broke off.", "Try again.");
        }
    }

    private Outcome answer(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException, IOException {
        switch (command) {
            case Command.PutStream put -> stored = read(put);
            case Command.GetStream get -> get.destination().write(stored);
            case Command.Describe _ -> {
                return DESCRIPTION;
            }
            case Command.MakeDirectory _ -> throw new NodeException(problem, null);
            case Command.Invite _ -> waitForEver();
            default -> events.accept(new Event.Progress(Event.Activity.STORING, 1, 2));
        }
        return command instanceof Command.GetStream
                ? new Outcome.Fetched(1, stored.length, Optional.empty(), Duration.ZERO)
                : STORED;
    }

    private byte[] read(Command.PutStream put) throws IOException {
        reading.countDown();
        try {
            return put.source().readAllBytes();
        } catch (IOException e) {
            broken.countDown();
            throw e;
        }
    }

    private void waitForEver() throws InterruptedException {
        waiting.countDown();
        try {
            while (true) {
                takenBack();
            }
        } finally {
            tidying.countDown();
            awaitTidied();
            cancelled.countDown();
        }
    }

    /// What is to be put in order takes as long as the test likes, whoever is impatient.
    private void awaitTidied() {
        while (true) {
            try {
                tidied.await();
                return;
            } catch (InterruptedException e) {
                assertThat(tidied.getCount()).isPositive();
            }
        }
    }

    /// Waits to be taken back; who is deaf looks up now and then and goes on.
    private void takenBack() throws InterruptedException {
        try {
            boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            if (!deaf) {
                throw e;
            }
        }
    }

    @Override
    public void close() {}
}
