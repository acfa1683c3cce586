package dev.holdfast.discovery.beacon;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Discovery;
import dev.holdfast.discovery.Outbox;
import dev.holdfast.discovery.Sighting;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Tells, asks and hears on all interfaces. One thread tells and follows the interfaces; one for
/// each version of IP hears.
final class Beacon implements Discovery {

    /// How often everything is told anew.
    static final Duration TELL_EVERY = Duration.ofSeconds(10);

    /// How often it is looked which interfaces there are.
    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /// However often others ask, it is told at most so often.
    static final Duration TELL_GAP = Duration.ofMillis(100);

    /// Datagrams heard by one version of IP in [#HEAR_SPAN]; others are lost.
    static final int HEAR_MAX = 100;

    static final Duration HEAR_SPAN = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(Beacon.class);

    private final BeaconLan lan;
    private final Consumer<Sighting> heard;
    private final List<Family> families;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("beacon-", 0).factory());
    private final Outbox outbox = new Outbox();

    private Beacon(BeaconLan lan, Consumer<Sighting> heard, List<Family> families) {
        this.lan = lan;
        this.heard = heard;
        this.families = families;
    }

    /// @throws IOException if neither version of IP can be used
    static Beacon start(BeaconLan lan, Consumer<Sighting> heard) throws IOException {
        var families = new ArrayList<Family>();
        try {
            families.add(Family.four(lan.port()));
        } catch (IOException e) {
            LOG.debug("No beacon by IPv4.", e);
        }
        try {
            families.add(Family.six(lan.port()));
        } catch (IOException | UnsupportedOperationException e) {
            if (families.isEmpty()) {
                throw e;
            }
            LOG.debug("No beacon by IPv6.", e);
        }
        var beacon = new Beacon(lan, heard, List.copyOf(families));
        beacon.follow();
        beacon.threads.execute(beacon::tell);
        families.forEach(each -> beacon.threads.execute(() -> beacon.hear(each)));
        return beacon;
    }

    @Override
    public void announce(List<Announcement> all) {
        outbox.announce(all);
    }

    @Override
    public void ask() {
        outbox.ask();
    }

    private void tell() {
        try {
            long last = System.nanoTime();
            while (!outbox.isClosed()) {
                if (follow() || System.nanoTime() - last > TELL_EVERY.toNanos()) {
                    outbox.repeat();
                }
                var now = datagrams(outbox.take());
                if (!now.isEmpty()) {
                    last = System.nanoTime();
                    families.forEach(each -> each.send(now));
                    outbox.pause(TELL_GAP);
                }
                outbox.await(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Datagram> datagrams(Outbox.Due due) {
        var now = new ArrayList<Datagram>();
        if (due.isAsking()) {
            now.add(new Datagram.Ask());
        }
        if (due.isTelling()) {
            due.what().forEach(what -> now.add(new Datagram.Told(what)));
        }
        return now;
    }

    /// True when there is a way to others that was not there before: they are asked.
    private boolean follow() {
        try {
            var interfaces = lan.reach().interfaces();
            boolean isNews = false;
            for (var each : families) {
                isNews |= each.follow(interfaces);
            }
            if (isNews) {
                ask();
            }
            return isNews;
        } catch (SocketException | UncheckedIOException e) {
            LOG.debug("The interfaces cannot be listed.", e);
            return false;
        }
    }

    private void hear(Family family) {
        try {
            int count = 0;
            long since = System.nanoTime();
            while (!outbox.isClosed()) {
                var next = family.receive();
                Datagram.parse(next.bytes()).ifPresent(datagram -> take(datagram, next.host()));
                if (System.nanoTime() - since > HEAR_SPAN.toNanos()) {
                    since = System.nanoTime();
                    count = 0;
                }
                if (++count >= HEAR_MAX) {
                    outbox.pause(HEAR_SPAN);
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The beacon is silent.");
        } catch (IOException e) {
            LOG.warn("Devices on the network are not heard any more.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Datagram datagram, String host) {
        switch (datagram) {
            case Datagram.Ask _ -> outbox.repeat();
            case Datagram.Told(var what) -> {
                if (!outbox.holds(what)) {
                    heard.accept(new Sighting(what, host));
                }
            }
        }
    }

    @Override
    public void close() {
        outbox.close();
        for (var each : families) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("A socket of the beacon was not closed well.", e);
            }
        }
        threads.shutdownNow();
    }
}
