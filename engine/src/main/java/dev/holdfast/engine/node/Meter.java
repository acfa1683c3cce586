package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Connection.Traffic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts since the device was started what nobody could ask for afterwards. Safe for many threads.
final class Meter {

    /// The result of a command that was carried out.
    static final String DONE = "done";

    /// How many commands ended, and how long they took in all.
    private record Count(LongAdder ended, LongAdder nanos) {}

    /// A kind of command and how it ended: [#DONE], or the code of the problem.
    record Ended(String command, String result) implements Comparable<Ended> {
        @Override
        public int compareTo(Ended other) {
            int order = command.compareTo(other.command);
            return order != 0 ? order : result.compareTo(other.result);
        }
    }

    /// How often that was, and how long it took in all.
    record Work(long ended, Duration took) {}

    /// Bytes that went to a device and came from it.
    record Bytes(long sent, long received) {

        static final Bytes NONE = new Bytes(0, 0);

        Bytes plus(Traffic traffic) {
            return new Bytes(sent + traffic.sentBytes(), received + traffic.receivedBytes());
        }
    }

    private final Map<Ended, Count> commands = new ConcurrentHashMap<>();
    private final Map<DeviceId, Bytes> over = new HashMap<>();
    private final Map<DeviceId, Connection> open = new HashMap<>();

    /// A command ended so, after so long.
    void ended(Command<?> command, String result, Duration took) {
        var count =
                commands.computeIfAbsent(
                        new Ended(name(command), result.toLowerCase(Locale.ROOT)),
                        _ -> new Count(new LongAdder(), new LongAdder()));
        count.ended().increment();
        count.nanos().add(took.toNanos());
    }

    /// `PutStream` is `put_stream`, as in the local API.
    private static String name(Command<?> command) {
        return command.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    synchronized void on(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.PeerUp(var device, var connection) -> {
                settle(device);
                open.put(device, connection);
            }
            case ClusterEvent.PeerDown(var device, var connection) -> {
                if (connection.equals(open.get(device))) {
                    settle(device);
                }
            }
            default -> {}
        }
    }

    /// What went over the connection before stays counted.
    private void settle(DeviceId device) {
        var connection = open.remove(device);
        if (connection != null) {
            over.merge(
                    device,
                    Bytes.NONE.plus(connection.traffic()),
                    (a, b) -> new Bytes(a.sent() + b.sent(), a.received() + b.received()));
        }
    }

    Map<Ended, Work> commands() {
        var all = new TreeMap<Ended, Work>();
        commands.forEach(
                (ended, count) ->
                        all.put(
                                ended,
                                new Work(
                                        count.ended().sum(),
                                        Duration.ofNanos(count.nanos().sum()))));
        return all;
    }

    synchronized Map<DeviceId, Bytes> traffic() {
        var all = new TreeMap<>(over);
        open.forEach(
                (device, connection) ->
                        all.merge(
                                device,
                                Bytes.NONE.plus(connection.traffic()),
                                (a, b) ->
                                        new Bytes(
                                                a.sent() + b.sent(), a.received() + b.received())));
        return all;
    }
}
