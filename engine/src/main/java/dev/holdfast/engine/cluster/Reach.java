package dev.holdfast.engine.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.stream.Collectors.partitioningBy;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.SessionMessage.DialBack;
import dev.holdfast.engine.core.wire.SessionMessage.DialedBack;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Finds out where devices reach one another: that two have a session does not say that each can be
/// dialled. Who is asked dials the asking device anew, at the addresses that that device has signed
/// and at no others, and says where it answered itself: nobody else can be searched or flooded by
/// this. Safe for many threads.
final class Reach implements Conversation {

    /// How long one address may take to answer.
    static final Duration DIAL_MAX = Duration.ofSeconds(3);

    /// How long an asked device may take in all: its dials, and those for one that asked before.
    static final Duration ANSWER_MAX = DIAL_MAX.multipliedBy(3);

    /// So long an answer is given again, and nobody dialled.
    static final Duration GAP = Duration.ofSeconds(20);

    private static final Acceptor NOTHING =
            (from, _) ->
                    from.close(CloseReason.of(CloseCode.WRONG_STATE, "this only tries the way"));

    private final Transport transport;
    private final AddressBook book;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DeviceId, Tried> tried = new HashMap<>();

    private record Tried(Instant at, List<String> addresses, DialedBack found) {}

    Reach(Transport transport, AddressBook book, InstantSource clock) {
        this.transport = transport;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        if (!lock.tryLock(ANSWER_MAX.toMillis(), MILLISECONDS)) {
            throw new NetException(NetException.Kind.TIMEOUT, "many ask to be dialled");
        }
        DialedBack found;
        try {
            found = found(from.peer().device());
        } finally {
            lock.unlock();
        }
        stream.send(found);
    }

    /// What is found when that device is dialled now, or was a moment ago.
    DialedBack found(DeviceId device) throws InterruptedException {
        var addresses =
                book.record(device).map(record -> record.stated().addresses()).orElse(List.of());
        var now = clock.instant();
        tried.values().removeIf(each -> !now.isBefore(each.at.plus(GAP)));
        var last = tried.get(device);
        if (last == null || !last.addresses.equals(addresses)) {
            last = new Tried(now, addresses, dialed(device, addresses));
            tried.put(device, last);
        }
        return last.found;
    }

    private DialedBack dialed(DeviceId device, List<String> addresses) throws InterruptedException {
        var each = addresses.stream().distinct().toList();
        var answers = all(each, address -> () -> answers(device, address));
        var sides = each.stream().collect(partitioningBy(a -> answers.getOrDefault(a, false)));
        return new DialedBack(
                sides.getOrDefault(true, List.of()), sides.getOrDefault(false, List.of()));
    }

    /// @throws NetException when nobody answers there, or somebody else does
    private boolean answers(DeviceId device, String address)
            throws NetException, InterruptedException {
        var endpoints = AddressBook.parse(List.of(address));
        if (endpoints.isEmpty()) {
            return false;
        }
        var dial = new Dial(endpoints.getFirst(), device, Protocol.PEER, DIAL_MAX);
        var connection = transport.connect(dial, NOTHING);
        connection.close(CloseReason.of(CloseCode.DONE, "this tried the way"));
        return true;
    }

    /// Asks these, all at once.
    ///
    /// @return what those say that answered in time
    static Map<DeviceId, DialedBack> ask(List<Session> sessions) throws InterruptedException {
        var byDevice = new HashMap<DeviceId, DialedBack>();
        var answers = all(sessions, session -> () -> ask(session.connection()));
        answers.forEach((session, found) -> byDevice.put(session.device(), found));
        return byDevice;
    }

    private static DialedBack ask(Connection connection) throws NetException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new DialBack());
            if (stream.receive(ANSWER_MAX) instanceof DialedBack found) {
                return found;
            }
            throw new NetException(NetException.Kind.WRONG_STATE, "that is no answer");
        }
    }

    /// Does one thing for each, all at once, and leaves out what fails.
    private static <T, R> Map<T, R> all(List<T> each, Function<T, Callable<R>> what)
            throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = each.stream().map(what).toList();
            var patience = ANSWER_MAX.plus(DIAL_MAX);
            var futures = executor.invokeAll(tasks, patience.toMillis(), MILLISECONDS);
            var results = new HashMap<T, R>();
            for (int i = 0; i < futures.size(); i++) {
                var one = each.get(i);
                result(futures.get(i)).ifPresent(result -> results.put(one, result));
            }
            return results;
        }
    }

    private static <R> Optional<R> result(Future<R> future) throws InterruptedException {
        try {
            return Optional.of(future.get());
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        }
    }
}
