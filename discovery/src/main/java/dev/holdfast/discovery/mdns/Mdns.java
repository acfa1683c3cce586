package dev.holdfast.discovery.mdns;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Outbox;
import dev.holdfast.discovery.Sighting;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Keeps a [Station] on every interface, and puts another in its place whenever something else is
/// to be told: what the library remembers goes with it. One thread does.
final class Mdns implements Discovery {

    /// How often it is looked which interfaces there are, and whether a station hears too much.
    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /// How often what was heard and still stands is told anew.
    static final Duration REMIND_EVERY = Duration.ofSeconds(10);

    /// How often others are asked when nobody wants it.
    static final Duration ASK_EVERY = Duration.ofMinutes(1);

    /// How long it takes at the most until nothing is told any more.
    static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    /// How long an interface is left alone on which too much was told.
    static final Duration SHUN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Mdns.class);

    private final MdnsLan lan;
    private final Consumer<Sighting> heard;
    private final Outbox outbox = new Outbox();
    private final Map<Place, Station> stations = new HashMap<>();
    private final Map<Place, Long> shunned = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("mdns").unstarted(this::run);

    private Mdns(MdnsLan lan, Consumer<Sighting> heard) {
        this.lan = lan;
        this.heard = heard;
    }

    static Mdns start(MdnsLan lan, Consumer<Sighting> heard) {
        var mdns = new Mdns(lan, heard);
        mdns.thread.start();
        return mdns;
    }

    @Override
    public void announce(List<Announcement> all) {
        outbox.announce(all);
    }

    @Override
    public void ask() {
        outbox.ask();
    }

    private void run() {
        try {
            long reminded = System.nanoTime();
            long asked = reminded;
            while (!outbox.isClosed()) {
                var due = outbox.take();
                if (due.isTelling()) {
                    silence();
                }
                follow(due.what());
                if (due.isAsking() || isOver(REMIND_EVERY, reminded)) {
                    reminded = System.nanoTime();
                    stations.values().forEach(Station::remind);
                }
                if (due.isAsking() || isOver(ASK_EVERY, asked)) {
                    asked = System.nanoTime();
                    stations.values().forEach(Station::ask);
                }
                outbox.await(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            silence();
        }
    }

    private static boolean isOver(Duration time, long since) {
        return System.nanoTime() - since > time.toNanos();
    }

    private void silence() {
        stations.values().forEach(Station::close);
        stations.clear();
    }

    /// Stations stand where there is an interface, and nowhere else.
    private void follow(List<Announcement> told) {
        var now = System.nanoTime();
        shunned.values().removeIf(since -> now - since > SHUN.toNanos());
        try {
            var places = new HashSet<Place>();
            for (var network : lan.reach().interfaces()) {
                Place.on(network).ifPresent(places::add);
            }
            for (var gone : stations.keySet().stream().filter(p -> !places.contains(p)).toList()) {
                leave(gone);
            }
            for (var place : List.copyOf(stations.keySet())) {
                leaveIfUnfit(place, now);
            }
            for (var place : places) {
                if (!stations.containsKey(place) && !shunned.containsKey(place)) {
                    open(place, told);
                }
            }
        } catch (SocketException | UncheckedIOException e) {
            LOG.debug("The interfaces cannot be listed.", e);
        }
    }

    /// Another takes the place of one that is deaf at once.
    private void leaveIfUnfit(Place place, long now) {
        var station = stations.get(place);
        if (station != null && station.isTooLoud()) {
            LOG.info("Too much is told on {}; mDNS keeps still there.", place.name());
            leave(place);
            shunned.put(place, now);
        } else if (station != null && station.isDeaf()) {
            leave(place);
        }
    }

    private void leave(Place place) {
        var station = stations.remove(place);
        if (station != null) {
            station.close();
        }
    }

    private void open(Place place, List<Announcement> told) {
        try {
            stations.put(place, Station.open(lan, place, told, this::hear));
        } catch (IOException e) {
            LOG.debug("No mDNS on {}: {}", place.name(), e.getMessage());
        }
    }

    private void hear(Sighting sighting) {
        if (!outbox.isClosed() && !outbox.holds(sighting.what())) {
            heard.accept(sighting);
        }
    }

    /// Returns when nothing is told any more; the goodbye is said behind it.
    @Override
    public void close() {
        outbox.close();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
