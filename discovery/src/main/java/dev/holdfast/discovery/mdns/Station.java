package dev.holdfast.discovery.mdns;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Sighting;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;

/// One interface: tells the same things from its opening to its end, under names drawn for it, and
/// hears.
final class Station implements AutoCloseable, ServiceListener {

    /// How long the library waits before it reads the next packet: so many more are lost.
    static final Duration PACKET_GAP = Duration.ofMillis(10);

    /// Services of others that are remembered.
    static final int KNOWN_MAX = 64;

    /// Events between two looks; more of them are a flood.
    static final int EVENTS_MAX = 256;

    /// Records, and types of services, that the library may remember, whoever told them; more of
    /// them are a flood.
    static final int RECORDS_MAX = 4096;

    /// Addresses of one service.
    static final int ADDRESSES_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Station.class);

    /// How long others may remember what they heard: when a goodbye is lost, no longer.
    static final Duration TTL = Duration.ofMinutes(2);

    static {
        // The library reads it once, when it is loaded.
        System.setProperty("net.dns.ttl", Long.toString(TTL.toSeconds()));
    }

    private final MdnsLan lan;
    private final Place place;
    private final Ears ears;
    private final JmDNSImpl dns;
    private final Consumer<Sighting> heard;
    private final Map<String, List<Sighting>> known = new ConcurrentHashMap<>();
    private final AtomicInteger events = new AtomicInteger();

    private Station(MdnsLan lan, Place place, Ears ears, JmDNSImpl dns, Consumer<Sighting> heard) {
        this.lan = lan;
        this.place = place;
        this.ears = ears;
        this.dns = dns;
        this.heard = heard;
    }

    /// The library's threads. One that trips over a packet ends, and nobody takes its place.
    static final class Ears extends ThreadGroup {

        private final AtomicBoolean hasTripped = new AtomicBoolean();

        Ears(Place place) {
            super("mdns " + place.name());
        }

        /// What `opening` makes, whose threads are of this group.
        JmDNSImpl opened(Callable<JmDNSImpl> opening) throws IOException {
            var task = new FutureTask<>(opening);
            Thread.ofPlatform().group(this).daemon().name("mdns-open").start(task);
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while it opened");
            }
        }

        @Override
        public void uncaughtException(Thread thread, Throwable why) {
            hasTripped.set(true);
            LOG.info("mDNS tripped over what it heard ({}).", getName(), why);
        }
    }

    /// Begins; what is told is heard some seconds later.
    static Station open(MdnsLan lan, Place place, List<Announcement> told, Consumer<Sighting> heard)
            throws IOException {
        var name = "d" + HexFormat.of().toHexDigits(lan.chance().getAsLong());
        var ears = new Ears(place);
        var dns = ears.opened(() -> new JmDNSImpl(place.own(), name, PACKET_GAP.toMillis()));
        var station = new Station(lan, place, ears, dns, heard);
        dns.addServiceListener(lan.type(), station);
        for (var what : told) {
            var label = Label.of(what, lan.chance().getAsLong());
            dns.registerService(ServiceInfo.create(lan.type(), label, what.port(), ""));
        }
        return station;
    }

    @Override
    public void serviceAdded(ServiceEvent event) {
        events.incrementAndGet();
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
        known.remove(event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
        var info = event.getInfo();
        var what = Label.parse(event.getName(), info.getPort());
        if (events.incrementAndGet() > EVENTS_MAX || what.isEmpty()) {
            return;
        }
        var all =
                Arrays.stream(info.getInetAddresses())
                        .limit(ADDRESSES_MAX)
                        .flatMap(address -> place.host(address).stream())
                        .map(host -> new Sighting(what.get(), host))
                        .toList();
        if (known.size() < KNOWN_MAX || known.containsKey(event.getName())) {
            known.put(event.getName(), all);
        }
        all.forEach(heard);
    }

    /// Tells once more what was heard and still stands.
    void remind() {
        known.values().stream().flatMap(Collection::stream).forEach(heard);
    }

    /// Asks others, who need not answer what is known here.
    void ask() {
        dns.removeServiceListener(lan.type(), this);
        dns.addServiceListener(lan.type(), this);
    }

    /// Whether somebody told more since the last look than devices of a pool do, or than may be
    /// remembered.
    boolean isTooLoud() {
        return events.getAndSet(0) > EVENTS_MAX
                || records() > RECORDS_MAX
                || dns.getServiceTypes().size() > RECORDS_MAX;
    }

    /// Whether a thread of the library has ended: then little or nothing is heard any more.
    boolean isDeaf() {
        return ears.hasTripped.get();
    }

    Ears ears() {
        return ears;
    }

    /// Records that the library remembers, whoever told them.
    int records() {
        return dns.getCache().values().stream().mapToInt(Collection::size).sum();
    }

    /// Returns when nothing is answered any more. The library takes some seconds to say goodbye.
    @Override
    public void close() {
        for (var info : dns.getServices().values()) {
            ((ServiceInfoImpl) info).cancelState();
        }
        Thread.ofVirtual().name("mdns-goodbye").start(this::leave);
    }

    /// Without the first of these no goodbye is said.
    private void leave() {
        dns.unregisterAllServices();
        dns.close();
    }
}
