package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.liveness.Hearsay;
import dev.holdfast.engine.core.liveness.Rumour;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.CloseReason;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// With whom sessions stand in a ring, who is here without one, and sessions that are opened
/// because somebody needs them; in a mesh nothing of that. All methods but the plain questions run
/// in the loop.
final class Neighbourhood {

    /// How long a session stays that the ring does not ask for. Longer than any question over it
    /// may take, so that what two devices have to do with each other needs one; and short, so that
    /// what asks all of them leaves no mesh behind. Whoever dialled it lets it go.
    static final Duration IDLE_MAX = Duration.ofMinutes(1);

    /// What is done for the neighbourhood.
    interface House {

        /// The session to use with a device.
        Optional<Session> session(DeviceId device);

        /// These are watched from now on.
        void stand(NavigableSet<DeviceId> near, Ring ring);

        /// A device is to be dialled now; or, when none is named, others than before.
        void seek(Optional<DeviceId> device);

        /// A device is here, or is not, though perhaps no session with it stands.
        void turned(DeviceId device, boolean isHere);

        /// A session is of no use.
        void letGo(Session session, CloseReason reason);
    }

    /// Somebody needs a session.
    private record Demand(Instant since, List<CompletableFuture<Void>> waiting) {}

    private final DeviceId self;
    private final Pace pace;
    private final InstantSource clock;
    private final House house;
    private final Hearsay hearsay;
    private final Map<DeviceId, Demand> demands = new HashMap<>();
    private final Map<DeviceId, Instant> used = new ConcurrentHashMap<>();
    private final Set<DeviceId> here = ConcurrentHashMap.newKeySet();
    private volatile NavigableSet<DeviceId> near = new TreeSet<>();
    private volatile boolean isRing;

    Neighbourhood(DeviceId self, Pace pace, long life, House house) {
        this.self = self;
        this.pace = pace;
        clock = pace.clock();
        this.house = house;
        hearsay = new Hearsay(self, life, clock.instant());
    }

    boolean isRing() {
        return isRing;
    }

    /// Whether a device can be reached, as far as others say.
    boolean isHere(DeviceId device) {
        return isRing && here.contains(device);
    }

    /// Whether the session with a device is to stand.
    boolean isNear(DeviceId device) {
        return !isRing || near.contains(device);
    }

    /// The session with a device is being used.
    void used(DeviceId device) {
        used.put(device, clock.instant());
    }

    /// The devices of the pool are others now.
    ///
    /// @param ringed whether they form a ring
    void revise(Set<DeviceId> others, boolean ringed) {
        isRing = ringed;
        here.retainAll(others);
        used.keySet().retainAll(others);
        on(new Hearsay.Members(ringed ? others : Set.of()));
    }

    /// Of those that can be dialled, the ones to have a session with.
    Set<DeviceId> wanted(Set<DeviceId> dialable) {
        var wanted = new HashSet<>(dialable);
        wanted.removeIf(device -> !isNear(device) && !demands.containsKey(device));
        return wanted;
    }

    /// Completes `come` when there is a session, or when none can be had.
    void demand(DeviceId device, CompletableFuture<Void> come) {
        if (house.session(device).isPresent() || !isHere(device)) {
            come.complete(null);
        } else {
            seek(device).waiting().add(come);
        }
    }

    private Demand seek(DeviceId device) {
        var before = demands.get(device);
        if (before != null) {
            return before;
        }
        var demand = new Demand(clock.instant(), new ArrayList<>());
        demands.put(device, demand);
        house.seek(Optional.of(device));
        return demand;
    }

    private void settle(DeviceId device) {
        var demand = demands.remove(device);
        if (demand != null) {
            demand.waiting().forEach(each -> each.complete(null));
            house.seek(Optional.empty());
        }
    }

    void linked(DeviceId device) {
        used(device);
        on(new Hearsay.Linked(device));
        settle(device);
    }

    void unlinked(DeviceId device, CloseCode why) {
        used.remove(device);
        on(new Hearsay.Unlinked(device, !isIdle(why)));
    }

    /// Whether a session that ended so says nothing of the peer.
    boolean isIdle(CloseCode why) {
        return isRing && (why == CloseCode.DONE || why == CloseCode.DUPLICATE);
    }

    void heard(DeviceId device) {
        on(new Hearsay.Heard(device));
    }

    void told(DeviceId from, List<Rumour> rumours) {
        on(new Hearsay.Told(from, rumours));
    }

    void lives(long life) {
        on(new Hearsay.Lives(life));
    }

    void hinted(DeviceId device) {
        on(new Hearsay.Hinted(device));
    }

    /// A dial came to nothing.
    ///
    /// @param isWatched whether it is for others to say now that it is gone
    void missed(DeviceId device, boolean isWatched) {
        settle(device);
        if (!isWatched) {
            on(new Hearsay.Missed(device));
        }
    }

    /// A device that is watched is gone.
    void lost(DeviceId device) {
        on(new Hearsay.Lost(device));
    }

    void tick(Iterable<Session> sessions) {
        if (!isRing) {
            return;
        }
        on(new Hearsay.Tick());
        var now = clock.instant();
        for (var session : sessions) {
            var device = session.device();
            var last = used.getOrDefault(device, Instant.MIN);
            if (session.isDialled() && !isNear(device) && last.isBefore(now.minus(IDLE_MAX))) {
                house.letGo(session, CloseReason.of(CloseCode.DONE, "nobody needs it now"));
            }
        }
        var old = now.minus(Hearsay.LOOK_MAX);
        demands.entrySet().stream()
                .filter(each -> each.getValue().since().isBefore(old))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::settle);
    }

    /// The devices that are here without being watched.
    Set<DeviceId> far() {
        var far = new TreeSet<>(here);
        far.removeAll(near);
        return isRing ? far : Set.of();
    }

    private void on(Hearsay.Event event) {
        var effects = hearsay.on(event, clock.instant(), pace.chance().getAsDouble());
        if (isRing) {
            effects.forEach(this::perform);
        }
    }

    private void perform(Hearsay.Effect effect) {
        switch (effect) {
            case Hearsay.Stand(var ring) -> {
                near = ring.peers(self);
                house.stand(near, ring);
            }
            case Hearsay.Look(var device) -> look(device);
            case Hearsay.Silent(var device) -> {
                var reason = CloseReason.of(CloseCode.SILENT, "it gives no sign of life");
                house.session(device).ifPresent(session -> house.letGo(session, reason));
            }
            case Hearsay.Tell(var to, var rumours) ->
                    house.session(to).ifPresent(session -> session.rumours(rumours));
            case Hearsay.Turned(var device, var isHere) -> {
                if (isHere) {
                    here.add(device);
                } else {
                    here.remove(device);
                }
                house.turned(device, isHere);
            }
        }
    }

    private void look(DeviceId device) {
        var session = house.session(device);
        if (session.isPresent()) {
            session.get().ping(clock.instant());
        } else {
            seek(device);
        }
    }
}
