package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.liveness.Errands.Errand;
import dev.holdfast.engine.core.liveness.Rumour.Word;
import dev.holdfast.engine.core.liveness.Watched.Probe;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Finds out who lives, as one step after another: SWIM (Das, Gupta, Motivala: "SWIM", DSN 2002)
/// with Lifeguard (Dadgar, Phillips, Currey: "Lifeguard", DSN-W 2018).
///
/// A device that has been silent for an interval is asked for a sign of life. When none comes,
/// others are asked to ask it. When they hear nothing either it is suspected, all are told, and it
/// has a while to speak up. Nobody counts a device as gone on hearsay: a rumour makes one look for
/// oneself, and shortens the while once one has looked.
///
/// Not a value but an object with one owner: it is turned by one loop, and holds no clock, thread
/// or chance. The same events at the same times with the same chance give the same effects.
public final class Swim {

    /// Devices that are asked to ask another.
    static final int DETOURS = 3;

    /// Devices that are told of news at once; the others hear of it from those, and by the way.
    static final int TOLD_AT_ONCE = 3;

    /// A link over which so many probes in a row went unanswered, while others were answered, is of
    /// no use.
    static final int DETOURS_MAX = 3;

    private final DeviceId self;
    private final Duration idleInterval;
    private final NavigableMap<DeviceId, Watched> watched = new TreeMap<>();
    private final Grapevine grapevine = new Grapevine();
    private final Errands errands = new Errands();
    private final Composure composure = new Composure();
    private final List<SwimEffect> effects = new ArrayList<>();
    private Optional<Ring> ring = Optional.empty();
    private long life;
    private long nonces;
    private Instant now;
    private Instant ticked;
    private double chance;

    /// @param idleInterval an idle pair gives a sign of life this often
    /// @param life higher than in any run of this device before
    public Swim(DeviceId self, Duration idleInterval, long life, Instant now) {
        this.self = self;
        this.idleInterval = idleInterval;
        this.life = life;
        this.now = now;
        ticked = now;
    }

    /// What follows from the event, as of `time`.
    ///
    /// @param drawn a number from [0, 1) for this step: whom to ask and whom to tell first
    public List<SwimEffect> on(SwimEvent event, Instant time, double drawn) {
        now = time.isAfter(now) ? time : now;
        chance = drawn;
        switch (event) {
            case SwimEvent.Members(var devices, var circle) -> {
                ring = circle;
                members(devices);
            }
            case SwimEvent.Linked(var device, var dialled) -> linked(device, dialled);
            case SwimEvent.Unlinked(var device) -> unlinked(device);
            case SwimEvent.Heard(var device, var at) -> heard(device, at);
            case SwimEvent.Worked(var device) -> worked(device);
            case SwimEvent.Asked asked -> asked(asked);
            case SwimEvent.Answered(var by, var nonce, var alive) -> answered(by, nonce, alive);
            case SwimEvent.Told(_, var rumours) -> rumours.forEach(this::told);
            case SwimEvent.Tick() -> tick();
        }
        var wanted = List.copyOf(effects);
        effects.clear();
        return wanted;
    }

    /// How a device looks from here; one that is no member is gone.
    public Sight sight(DeviceId device) {
        var other = watched.get(device);
        return other == null ? Sight.GONE : other.sight;
    }

    /// The number of this device's own life.
    public long life() {
        return life;
    }

    /// How much trouble this device has itself: 0 for none, 8 at the most.
    public int trouble() {
        return composure.trouble();
    }

    private void members(Set<DeviceId> devices) {
        watched.keySet().retainAll(devices);
        devices.stream()
                .filter(Predicate.not(self::equals))
                .forEach(d -> watched.computeIfAbsent(d, _ -> new Watched(d, now)));
    }

    private void linked(DeviceId device, boolean dialled) {
        var other = watched.get(device);
        if (other != null) {
            other.isLinked = true;
            other.isDialled = dialled;
            heard(device, now);
        }
    }

    private void unlinked(DeviceId device) {
        var other = watched.get(device);
        if (other != null && other.isLinked) {
            other.isLinked = false;
            other.probe = Probe.NONE;
            other.due = now;
        }
    }

    private void worked(DeviceId device) {
        var other = watched.get(device);
        if (other != null) {
            other.worked = now;
        }
    }

    private void heard(DeviceId device, Instant at) {
        var other = watched.get(device);
        if (other == null || !other.isLinked || at.isBefore(other.heard)) {
            return;
        }
        if (other.probe != Probe.NONE) {
            composure.better();
        }
        other.heard = at;
        other.detours = 0;
        lives(other, Sight.REACHED);
        other.due = at.plus(interval(other));
        errands.take(errand -> errand.target().equals(device))
                .forEach(errand -> answer(errand, true));
    }

    /// The side that dialled asks first; the other one only when that does not happen.
    private Duration interval(Watched other) {
        boolean isBusy = other.wasAtWorkWithin(Waits.WORK_LASTS, now);
        var interval = isBusy ? composure.scaled(Waits.BUSY_INTERVAL) : idleInterval;
        return other.isDialled ? interval : interval.plus(interval.dividedBy(2));
    }

    private void lives(Watched other, Sight as) {
        other.probe = Probe.NONE;
        other.failures = 0;
        other.suspicion = null;
        turn(other, as);
    }

    private void turn(Watched other, Sight to) {
        if (other.sight != to) {
            effects.add(new SwimEffect.Turned(other.device, other.sight, to));
            other.sight = to;
        }
    }

    private void asked(SwimEvent.Asked asked) {
        var target = watched.get(asked.target());
        var until = now.plus(Waits.ANSWER_MAX);
        var errand = new Errand(asked.by(), asked.target(), asked.nonce(), until);
        if (target == null || !target.isLinked) {
            answer(errand, false);
        } else if (target.wasHeardWithin(Waits.ANSWER_MAX, now)) {
            answer(errand, true);
        } else if (errands.add(errand) && target.probe == Probe.NONE) {
            ask(target);
        }
    }

    private void answer(Errand errand, boolean isAlive) {
        tellByTheWay(errand.by());
        effects.add(new SwimEffect.Answer(errand.by(), errand.nonce(), isAlive));
    }

    private void answered(DeviceId by, long nonce, boolean isAlive) {
        for (var other : watched.values()) {
            boolean isAwaited = other.probe == Probe.INDIRECT && other.nonce == nonce;
            if (isAwaited && other.asked.remove(by)) {
                if (isAlive) {
                    livesElsewhere(other);
                } else if (other.asked.isEmpty()) {
                    failed(other);
                }
            }
        }
    }

    /// Others hear it, and this device does not. One such probe may be an accident of the path.
    private void livesElsewhere(Watched other) {
        composure.better();
        other.detours++;
        boolean isAccident =
                other.isLinked && other.sight == Sight.REACHED && other.detours < DETOURS_MAX;
        lives(other, isAccident ? Sight.REACHED : Sight.ELSEWHERE);
        other.due = now.plus(other.isLinked ? Waits.BUSY_INTERVAL : idleInterval);
        if (other.isLinked && other.detours >= DETOURS_MAX) {
            other.detours = 0;
            effects.add(new SwimEffect.Relink(other.device));
        }
    }

    private void tick() {
        var away = Duration.between(ticked, now);
        ticked = now;
        if (away.compareTo(Waits.LAPSE) > 0) {
            composure.worse(1);
            watched.values().forEach(other -> other.delay(away, now));
            errands.take(_ -> true);
        }
        errands.take(errand -> !errand.until().isAfter(now))
                .forEach(errand -> answer(errand, false));
        for (var other : watched.values()) {
            if (other.isOutOfTime(now)) {
                gone(other);
            } else if (!other.due.isAfter(now)) {
                due(other);
            } else if (other.mustShowItself(now)) {
                askItself(other);
            }
        }
    }

    private void due(Watched other) {
        switch (other.probe) {
            case NONE -> probe(other);
            case DIRECT -> detour(other);
            case INDIRECT -> failed(other);
        }
    }

    private void probe(Watched other) {
        if (other.isLinked) {
            ask(other);
        } else {
            detour(other);
        }
    }

    private void ask(Watched other) {
        other.probe = Probe.DIRECT;
        other.due = now.plus(composure.scaled(Waits.ANSWER_MAX));
        askItself(other);
    }

    private void askItself(Watched other) {
        other.askedAt = now;
        tellByTheWay(other.device);
        effects.add(new SwimEffect.Ask(other.device));
    }

    private void detour(Watched other) {
        var near = ring.map(circle -> circle.peers(other.device));
        var helpers = some(DETOURS, d -> near.map(n -> n.contains(d)).orElse(true), other.device);
        other.asked.clear();
        other.asked.addAll(helpers);
        if (helpers.isEmpty()) {
            failed(other);
            return;
        }
        other.probe = Probe.INDIRECT;
        other.nonce = ++nonces;
        other.due = now.plus(composure.scaled(Waits.DETOUR_MAX));
        for (var helper : helpers) {
            tellByTheWay(helper);
            effects.add(new SwimEffect.AskFor(helper, other.device, other.nonce));
        }
    }

    /// Nobody brought an answer. Helpers who did not even say so are a sign that it is this device
    /// that hears badly.
    private void failed(Watched other) {
        composure.worse(other.asked.size());
        other.asked.clear();
        other.probe = Probe.NONE;
        other.detours = 0;
        switch (other.sight) {
            case GONE -> other.due = now.plus(Waits.again(idleInterval, other.failures++));
            case SUSPECT -> other.due = now.plus(Waits.BUSY_INTERVAL);
            case REACHED, ELSEWHERE -> {
                other.due = now.plus(Waits.BUSY_INTERVAL);
                other.suspect(now, composure.patience(Suspicion.SHORTEST), watched.size() - 1);
                turn(other, Sight.SUSPECT);
                spread(new Rumour(other.device, other.life, Word.SUSPECT, self));
            }
        }
    }

    private void gone(Watched other) {
        other.suspicion = null;
        other.probe = Probe.NONE;
        other.due = now.plus(idleInterval);
        turn(other, Sight.GONE);
        spread(new Rumour(other.device, other.life, Word.DEAD, self));
    }

    private void told(Rumour rumour) {
        var other = watched.get(rumour.about());
        if (rumour.about().equals(self)) {
            toldOfSelf(rumour);
        } else if (other != null && rumour.word() == Word.ALIVE) {
            toldToLive(other, rumour);
        } else if (other != null && watched.containsKey(rumour.by())) {
            toldToBeInDoubt(other, rumour);
        }
    }

    /// Who is suspected begins another life, and says so.
    private void toldOfSelf(Rumour rumour) {
        boolean isDoubt = rumour.word() != Word.ALIVE && !rumour.by().equals(self);
        if (isDoubt && rumour.life() >= life) {
            life = Math.min(rumour.life() + 1, Rumour.LIFE_MAX);
            composure.worse(1);
            spread(new Rumour(self, life, Word.ALIVE, self));
        }
    }

    private void toldToLive(Watched other, Rumour rumour) {
        boolean isItsOwnWord = rumour.by().equals(other.device);
        if (!isItsOwnWord || rumour.life() <= other.life) {
            return;
        }
        other.livesOn(rumour.life());
        spread(rumour);
        if (other.sight == Sight.SUSPECT) {
            lives(other, Sight.ELSEWHERE);
        }
        if (other.sight != Sight.REACHED) {
            other.probe = Probe.NONE;
            other.due = now;
        }
    }

    private void toldToBeInDoubt(Watched other, Rumour rumour) {
        if (rumour.life() < other.life || !other.doubt(rumour, now)) {
            return;
        }
        spread(rumour);
        if (other.isLinked) {
            effects.add(new SwimEffect.Tell(other.device, List.of(rumour)));
        }
        boolean isInDoubt =
                !other.wasHeardWithin(Waits.ANSWER_MAX, now) && other.probe == Probe.NONE;
        if (isInDoubt && other.sight != Sight.GONE) {
            probe(other);
        }
    }

    /// Tells some at once; the others hear of it by the way.
    private void spread(Rumour rumour) {
        grapevine.add(rumour);
        for (var to : some(TOLD_AT_ONCE, _ -> true, rumour.about())) {
            tellByTheWay(to);
        }
    }

    private void tellByTheWay(DeviceId to) {
        var rumours = grapevine.tell(to, watched.size() + 1);
        if (!rumours.isEmpty()) {
            effects.add(new SwimEffect.Tell(to, rumours));
        }
    }

    /// So many devices that this one reaches, drawn by chance.
    private List<DeviceId> some(int count, Predicate<DeviceId> of, DeviceId but) {
        var all =
                watched.values().stream()
                        .filter(other -> other.isLinked && other.sight == Sight.REACHED)
                        .map(other -> other.device)
                        .filter(of.and(Predicate.not(but::equals)))
                        .toList();
        var some = new ArrayList<DeviceId>();
        int first = (int) (chance * all.size());
        for (int i = 0; i < Math.min(count, all.size()); i++) {
            some.add(all.get((first + i) % all.size()));
        }
        return some;
    }
}
