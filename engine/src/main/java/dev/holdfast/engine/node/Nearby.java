package dev.holdfast.engine.node;

import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.net.Endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Finds devices on the local network: those that wait for a guest, or any.
///
/// @param patience how long it is looked for the first
record Nearby(Lan lan, Duration patience) {

    /// The patience of a person who has just typed four words.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How long it is looked for others once there is one, and for its other addresses.
    static final Duration MORE = Duration.ofMillis(300);

    /// How often is asked.
    static final Duration ASK_EVERY = Duration.ofSeconds(1);

    /// Sightings that are held at a time; anybody can tell anything.
    private static final int HEARD_MAX = 256;

    /// Devices that are tried.
    private static final int FOUND_MAX = 16;

    /// Those that wait for a guest: the addresses of each, in the order in which they were heard.
    List<List<Endpoint>> waiting() throws NodeException, InterruptedException {
        var found = heard(Kind.OPEN);
        if (found.isEmpty()) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    "No device on this network waits for a guest.",
                    "Run `holdfast invite` on a device of the pool, or name its address with --at"
                            + " HOST:PORT.");
        }
        return found;
    }

    /// All that are here, of whatever pool: the addresses of each.
    List<List<Endpoint>> here() throws NodeException, InterruptedException {
        var found = heard(Kind.HERE);
        if (found.isEmpty()) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    "No device of any pool is heard on this network.",
                    "Start a device that is left with `holdfast start`, or name its address with"
                            + " --at HOST:PORT.");
        }
        return found;
    }

    private List<List<Endpoint>> heard(Kind kind) throws NodeException, InterruptedException {
        var heard = new LinkedBlockingQueue<Sighting>(HEARD_MAX);
        try (var discovery = lan.enter(heard::offer)) {
            var found = new LinkedHashMap<Tag, List<Endpoint>>();
            long end = System.nanoTime() + patience.toNanos();
            while (found.isEmpty() && System.nanoTime() < end) {
                collect(kind, heard, shorter(patience, ASK_EVERY), found);
                discovery.ask();
            }
            collect(kind, heard, found.isEmpty() ? Duration.ZERO : MORE, found);
            return List.copyOf(found.values());
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.UNREACHABLE,
                            "Devices cannot be looked for on this network: " + e.getMessage() + ".",
                            "Name the address of a device of the pool with --at HOST:PORT."),
                    e);
        }
    }

    /// Takes what is heard, until there is a first one where there was none, or the time is over.
    private static void collect(
            Kind kind, BlockingQueue<Sighting> heard, Duration most, Map<Tag, List<Endpoint>> found)
            throws InterruptedException {
        boolean wasEmpty = found.isEmpty();
        long end = System.nanoTime() + most.toNanos();
        while (!wasEmpty || found.isEmpty()) {
            var next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            var at = new Endpoint(next.host(), next.what().port());
            boolean isKnown = found.containsKey(next.what().tag());
            if (next.what().kind() == kind && (isKnown || found.size() < FOUND_MAX)) {
                var all = found.computeIfAbsent(next.what().tag(), _ -> new ArrayList<>());
                if (!all.contains(at) && all.size() < FOUND_MAX) {
                    all.add(at);
                }
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
