package dev.holdfast.gui.memory;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.WaitPolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A node whose pool is what a test says it is. A test may let it answer otherwise, fail, or stall.
public final class MemoryNode implements Node {

    /// What a command meets: events, then an outcome or a problem.
    @FunctionalInterface
    public interface Answer {
        Outcome to(Command<?> command, Consumer<Event> events)
                throws NodeException, InterruptedException;
    }

    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    public static final long GIB = 1L << 30;

    private final AtomicInteger looks = new AtomicInteger();
    private final List<Command<?>> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile List<Outcome.Device> devices = List.of(device("ann", true, GIB));
    private volatile Status.Copies copies = new Status.Copies(0, 0, 1);
    private volatile List<Outcome.Volume> volumes = List.of(volume("files"));
    private volatile List<Event.Happened> happened = List.of();
    private final CountDownLatch untilClosed = new CountDownLatch(1);
    private volatile List<Problem> problems = List.of();
    private volatile List<Outcome.Link> links = List.of();
    private volatile long used = GIB;
    private volatile Optional<CountDownLatch> stalled = Optional.empty();
    private volatile Optional<Problem> failing = Optional.empty();
    private volatile Answer answer =
            (command, events) -> {
                throw new AssertionError("nothing is known about " + command);
            };

    /// A device of 64 GiB.
    public static Outcome.Device device(String name, boolean online, long used) {
        return new Outcome.Device(
                "id-of-" + name,
                name,
                name.equals("ann") ? Role.OWNER : Role.MEMBER,
                online,
                64 * GIB,
                used,
                Optional.of("192.168.1.20:4711"),
                Optional.of(NOON),
                Outcome.Duty.ACTIVE);
    }

    public MemoryNode pool(Outcome.Device... next) {
        devices = List.of(next);
        used = next[0].usedBytes();
        return this;
    }

    public MemoryNode copies(long owed, long lacking, int fewest) {
        copies = new Status.Copies(owed, lacking, fewest);
        return this;
    }

    /// Its volumes, of three copies each.
    public MemoryNode volumes(String... names) {
        volumes = Stream.of(names).map(MemoryNode::volume).toList();
        return this;
    }

    private static Outcome.Volume volume(String name) {
        return new Outcome.Volume(
                name,
                3,
                OptionalInt.empty(),
                new WaitPolicy.Local(),
                Duration.ofDays(30),
                Duration.ZERO);
    }

    /// What it tells of before it waits for more.
    public MemoryNode happened(Event.Happened... next) {
        happened = List.of(next);
        return this;
    }

    /// Its linked folders.
    public MemoryNode links(Outcome.Link... next) {
        links = List.of(next);
        return this;
    }

    /// What its status complains of.
    public MemoryNode problems(Problem... next) {
        problems = List.of(next);
        return this;
    }

    public MemoryNode answers(Answer next) {
        answer = next;
        return this;
    }

    /// From now on no question is answered until [#answerAgain].
    public void stall() {
        stalled = Optional.of(new CountDownLatch(1));
    }

    public void answerAgain() {
        failing = Optional.empty();
        stalled.ifPresent(CountDownLatch::countDown);
        stalled = Optional.empty();
    }

    /// From now on every question ends in `problem`.
    public void fail(Problem problem) {
        failing = Optional.of(problem);
    }

    /// How often it was asked how it stands.
    public int looks() {
        return looks.get();
    }

    /// The commands it was asked, but for those that a picture takes.
    public List<Command<?>> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Status status() throws NodeException {
        looks.incrementAndGet();
        try {
            hold();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(Problem.Code.CANCELLED, "Cancelled.", "Ask again.");
        }
        long lacking = copies.underReplicatedChunks();
        return new Status(
                new Status.Self("id-of-ann", "ann", Role.OWNER, "127.0.0.1:4711", true),
                new Status.Pool(
                        "id-of-pool",
                        devices.size(),
                        (int) devices.stream().filter(Outcome.Device::online).count()),
                new Status.Storage(64 * GIB, lacking == 0 ? used : used * 3 / 4, used, 100 * GIB),
                copies,
                new Status.Closing(lacking == 0, lacking, "Some chunks have no other copy."),
                new Status.Settings(Duration.ofHours(12), Duration.ofMinutes(5)),
                links,
                problems,
                List.of());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        hold();
        if (command instanceof Command.ListDevices) {
            return (R) new Outcome.Devices(devices);
        }
        if (command instanceof Command.ListEvents) {
            happened.forEach(events);
            untilClosed.await();
        }
        if (command instanceof Command.ListVolumes) {
            return (R) new Outcome.Volumes(volumes);
        }
        asked.add(command);
        return (R) answer.to(command, events);
    }

    private void hold() throws NodeException, InterruptedException {
        var latch = stalled;
        if (latch.isPresent()) {
            latch.get().await();
        }
        var problem = failing;
        if (problem.isPresent()) {
            throw new NodeException(problem.get(), null);
        }
    }

    @Override
    public void close() {}
}
