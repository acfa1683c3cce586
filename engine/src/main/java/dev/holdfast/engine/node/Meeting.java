package dev.holdfast.engine.node;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Sighting;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.presence.Pseudonym;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.net.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Tells the local network where this device is, under a name that only its pool recognizes, and
/// that a guest may come while one may; and dials devices of the pool that it hears there. Begins
/// when the device has started, and takes nothing from that.
final class Meeting implements AutoCloseable {

    /// How often it is looked whether something else is to be told.
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /// A device that is not linked is dialled at most so often because it was heard.
    static final Duration DIAL_GAP = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);

    private final OpenHome home;
    private final Network network;
    private final Endpoint listening;
    private final Semaphore stirred = new Semaphore(0);
    private final Map<DeviceId, Endpoint> heard = new ConcurrentHashMap<>();
    private final Map<DeviceId, Long> dialled = new HashMap<>();
    private final Thread thread;
    private volatile Map<Pseudonym, DeviceId> names = Map.of();
    private Optional<Tag> invitation = Optional.empty();
    private Optional<Tag> number = Optional.empty();
    private Instant numberEnds = Instant.EPOCH;
    private List<Endpoint> told;

    private Meeting(OpenHome home, Network network, Endpoint listening, boolean staysUp) {
        this.home = home;
        this.network = network;
        this.listening = listening;
        told = LocalAddresses.of(listening);
        network.inviter().watch(stirred::release);
        thread = Thread.ofVirtual().name("meeting").unstarted(() -> run(staysUp));
    }

    /// @param staysUp whether the device does; else it is told of guests only
    static Meeting start(OpenHome home, Network network, Endpoint listening, boolean staysUp) {
        var meeting = new Meeting(home, network, listening, staysUp);
        meeting.thread.start();
        return meeting;
    }

    private void run(boolean staysUp) {
        try {
            while (!staysUp && !network.inviter().isOpen()) {
                stirred.acquire();
            }
            look();
            try (var discovery =
                    new Lans(home.live().tools().chance()).of(listening).enter(this::hear)) {
                while (true) {
                    look();
                    discovery.announce(announcements(staysUp));
                    dial();
                    var _ = stirred.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    stirred.drainPermits();
                }
            }
        } catch (IOException e) {
            LOG.info("Devices on the local network are not looked for: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The names by which the others are known now, and the addresses that this device has now.
    private void look() throws InterruptedException {
        var now = home.live().now();
        var secrets =
                now.ring().leaves().stream()
                        .flatMap(epoch -> now.ring().epoch(epoch).stream())
                        .map(Secret::bits)
                        .toList();
        var others =
                now.roster().admitted().stream()
                        .map(Device::id)
                        .filter(device -> !device.equals(home.live().self()))
                        .toList();
        names = Pseudonym.all(secrets, others, home.clock().instant());
        var addresses = LocalAddresses.of(listening);
        if (!addresses.equals(told)) {
            told = addresses;
            network.cluster().announce(addresses);
        }
    }

    private List<Announcement> announcements(boolean staysUp) {
        var all = new ArrayList<Announcement>();
        if (staysUp) {
            all.add(announcement(Kind.HERE, name(home.clock().instant())));
        }
        if (!network.inviter().isOpen()) {
            invitation = Optional.empty();
        } else if (invitation.isEmpty()) {
            invitation = Optional.of(drawn());
        }
        invitation.ifPresent(tag -> all.add(announcement(Kind.OPEN, tag)));
        return all;
    }

    private Announcement announcement(Kind kind, Tag tag) {
        return new Announcement(kind, tag, listening.port());
    }

    /// What others of the pool know this device by. One without the secret of an epoch, as a keeper
    /// is, tells a number that is drawn as often and says nothing to anybody: who has the recovery
    /// words finds it all the same, and who has not cannot tell it from other devices.
    private Tag name(Instant now) {
        var ring = home.live().now().ring();
        var secret = ring.writable().flatMap(ring::epoch).map(Secret::bits);
        if (secret.isPresent()) {
            var name = Pseudonym.of(secret.get(), home.live().self(), now);
            return new Tag(name.high(), name.low());
        }
        if (number.isEmpty() || !now.isBefore(numberEnds)) {
            number = Optional.of(drawn());
            numberEnds = now.plus(Pseudonym.SLOT);
        }
        return number.get();
    }

    private Tag drawn() {
        var drawn = home.live().tools().chance().bits256();
        return new Tag(drawn.w0(), drawn.w1());
    }

    private void hear(Sighting sighting) {
        var what = sighting.what();
        var device = names.get(new Pseudonym(what.tag().high(), what.tag().low()));
        if (what.kind() == Kind.HERE && device != null && !network.cluster().isHere(device)) {
            heard.put(device, new Endpoint(sighting.host(), what.port()));
            stirred.release();
        }
    }

    private void dial() throws InterruptedException {
        long now = System.nanoTime();
        dialled.values().removeIf(at -> now - at > DIAL_GAP.toNanos());
        for (var device : List.copyOf(heard.keySet())) {
            var at = heard.remove(device);
            if (at != null && dialled.putIfAbsent(device, now) == null) {
                network.cluster().hint(device, List.of(at));
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
