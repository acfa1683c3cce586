package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.liveness.Rumour.Word;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who is here in a pool whose devices keep few sessions each, and with whom this one keeps its
/// own: as one step after another.
///
/// The ring is that of the devices that are here, so that it holds together however many are away.
/// Each watches those next to it, with [Swim]. What it finds, and what each device says of its own
/// life, everybody passes on to all it has a session with, once; and at the beginning of a session
/// both sides tell all they know. So whatever one knows all come to know as long as sessions join
/// them, without anybody having to be there when it was said.
///
/// A device that is told to live counts as here until it is needed and cannot be reached, or was
/// not looked at for [#TRUST_MAX]. One that is told to be dead is looked at first: nobody is gone
/// on hearsay.
///
/// Not a value but an object with one owner, as [Swim] is.
public final class Hearsay {

    /// How long a look may take: to dial, or to wait for a sign of life.
    public static final Duration LOOK_MAX = Duration.ofSeconds(10);

    /// Others may tell of a device within this time after the start; then one looks for it.
    static final Duration FIRST_LOOK = Duration.ofSeconds(30);

    /// The longest time that a device counts as here because others say so.
    static final Duration TRUST_MAX = Duration.ofHours(1);

    /// Looks that begin at once; each may be a dial.
    static final int LOOKS_MAX = 8;

    public sealed interface Event {}

    /// These are the other devices of the pool.
    public record Members(Set<DeviceId> others) implements Event {}

    /// A session stands.
    public record Linked(DeviceId device) implements Event {}

    /// There is no session any more.
    ///
    /// @param isInDoubt unless nobody needed it
    public record Unlinked(DeviceId device, boolean isInDoubt) implements Event {}

    /// It gave a sign of life over its session.
    public record Heard(DeviceId device) implements Event {}

    /// It was dialled and did not answer.
    public record Missed(DeviceId device) implements Event {}

    /// A device next to this one had its time to show that it lives, and did not.
    public record Lost(DeviceId device) implements Event {}

    /// There may be a way to reach a device.
    public record Hinted(DeviceId device) implements Event {}

    /// What a device tells.
    public record Told(DeviceId from, List<Rumour> rumours) implements Event {}

    /// This device's own life has this number.
    public record Lives(long life) implements Event {}

    /// Time has passed.
    public record Tick() implements Event {}

    public sealed interface Effect {}

    /// Sessions stand as in this ring of those that are here.
    public record Stand(Ring ring) implements Effect {}

    /// Ask a device for a sign of life, over a session that is opened for it if there is none.
    public record Look(DeviceId device) implements Effect {}

    /// The session with a device carries nothing.
    public record Silent(DeviceId device) implements Effect {}

    public record Tell(DeviceId to, List<Rumour> rumours) implements Effect {}

    /// A device is here from now on, or is not.
    public record Turned(DeviceId device, boolean isHere) implements Effect {}

    private static final class Other {
        Rumour last;
        boolean isHere;
        boolean isLooking;
        int failures;
        Instant due;

        Other(DeviceId device, Instant due) {
            last = new Rumour(device, 0, Word.DEAD, device);
            this.due = due;
        }
    }

    private final DeviceId self;
    private final NavigableMap<DeviceId, Other> others = new TreeMap<>();
    private final Set<DeviceId> linked = new TreeSet<>();
    private final List<Effect> effects = new ArrayList<>();
    private boolean isOther = true;
    private NavigableSet<DeviceId> near = new TreeSet<>();
    private Rumour own;
    private Instant now;
    private double chance;

    /// @param life of this device, as [Swim#life] counts them
    public Hearsay(DeviceId self, long life, Instant now) {
        this.self = self;
        this.now = now;
        own = new Rumour(self, life, Word.ALIVE, self);
    }

    /// What follows from the event, as of `time`.
    ///
    /// @param drawn a number from [0, 1) for this step: those who miss one device at one moment
    ///   must not look for it at one moment
    public List<Effect> on(Event event, Instant time, double drawn) {
        chance = drawn;
        now = time.isAfter(now) ? time : now;
        switch (event) {
            case Members(var devices) -> members(devices);
            case Linked(var device) -> linked(device);
            case Unlinked(var device, var isInDoubt) -> unlinked(device, isInDoubt);
            case Heard(var device) -> heard(device);
            case Missed(var device) -> missed(device);
            case Lost(var device) -> lost(device);
            case Hinted(var device) -> hinted(device);
            case Told(var from, var rumours) -> told(from, rumours);
            case Lives(var life) -> lives(life);
            case Tick() -> tick();
        }
        stand();
        var wanted = List.copyOf(effects);
        effects.clear();
        return wanted;
    }

    /// Whether a device can be reached, as far as one knows without trying.
    public boolean isHere(DeviceId device) {
        var other = others.get(device);
        return other != null && other.isHere;
    }

    private void members(Set<DeviceId> devices) {
        boolean isBeginning = others.isEmpty();
        isOther = true;
        others.keySet().retainAll(devices);
        var all = new HashSet<>(devices);
        all.add(self);
        var first = Ring.of(all).peers(self);
        for (var device : devices) {
            var due = first.contains(device) ? now : now.plus(FIRST_LOOK);
            others.computeIfAbsent(device, _ -> new Other(device, due));
        }
        for (var device : linked) {
            var other = others.get(device);
            if (other != null) {
                found(device, other);
            }
        }
        if (isBeginning) {
            pass(List.of(own), self);
        }
    }

    /// Who leaves the neighbours is watched by them no more, so that others must tell or one looks.
    private void stand() {
        if (!isOther) {
            return;
        }
        isOther = false;
        var here = new HashSet<DeviceId>(Set.of(self));
        others.keySet().stream().filter(this::isHere).forEach(here::add);
        var ring = Ring.of(here);
        var before = near;
        near = ring.peers(self);
        effects.addFirst(new Stand(ring));
        for (var device : before) {
            var other = others.get(device);
            if (isHere(device) && other != null && !near.contains(device)) {
                unwatched(device, other);
            }
        }
    }

    private void unwatched(DeviceId device, Other other) {
        if (!linked.contains(device) && !other.isLooking) {
            look(device, other);
        }
    }

    private void linked(DeviceId device) {
        linked.add(device);
        var other = others.get(device);
        if (other != null) {
            found(device, other);
        }
        var all = new ArrayList<>(List.of(own));
        others.values().stream().map(each -> each.last).filter(r -> r.life() > 0).forEach(all::add);
        tell(device, all);
    }

    private void unlinked(DeviceId device, boolean isInDoubt) {
        linked.remove(device);
        var other = others.get(device);
        if (other != null && isInDoubt && other.isHere && !near.contains(device)) {
            unwatched(device, other);
        }
    }

    private void heard(DeviceId device) {
        var other = others.get(device);
        if (other != null && linked.contains(device)) {
            found(device, other);
        }
    }

    private void found(DeviceId device, Other other) {
        other.isLooking = false;
        other.failures = 0;
        other.due = now.plus(TRUST_MAX);
        turn(device, other, true);
    }

    private void missed(DeviceId device) {
        var other = others.get(device);
        if (other == null) {
            return;
        }
        other.isLooking = false;
        int failures = linked.isEmpty() ? 0 : other.failures;
        other.failures++;
        long longest = Waits.again(FIRST_LOOK, failures).toMillis();
        other.due = now.plusMillis((long) (longest * (0.5 + chance / 2)));
        turn(device, other, false);
        if (linked.isEmpty()) {
            others.values().stream()
                    .filter(each -> each.failures == 0)
                    .forEach(each -> each.due = now);
        }
    }

    /// What the neighbours of a device find is told to all.
    private void lost(DeviceId device) {
        var other = others.get(device);
        if (other != null && other.isHere) {
            missed(device);
            var rumour = new Rumour(device, other.last.life(), Word.DEAD, self);
            if (isNews(rumour, other)) {
                other.last = rumour;
                pass(List.of(rumour), self);
            }
        }
    }

    private void hinted(DeviceId device) {
        var other = others.get(device);
        if (other != null && !other.isHere && !other.isLooking) {
            look(device, other);
        }
    }

    private void lives(long life) {
        if (life > own.life()) {
            own = new Rumour(self, life, Word.ALIVE, self);
            pass(List.of(own), self);
        }
    }

    private void told(DeviceId from, List<Rumour> rumours) {
        var news = new ArrayList<Rumour>();
        for (var rumour : rumours) {
            var other = others.get(rumour.about());
            if (other != null && isBelievable(rumour) && isNews(rumour, other)) {
                other.last = rumour;
                news.add(rumour);
                heed(rumour, other);
            }
        }
        pass(news, from);
    }

    /// Only a device itself says that it lives, and a verdict comes from a member of the pool.
    private boolean isBelievable(Rumour rumour) {
        return switch (rumour.word()) {
            case ALIVE -> rumour.by().equals(rumour.about());
            case SUSPECT -> false;
            case DEAD -> others.containsKey(rumour.by());
        };
    }

    private static boolean isNews(Rumour rumour, Other other) {
        boolean isLater = rumour.life() > other.last.life();
        boolean isVerdict = rumour.word() == Word.DEAD && other.last.word() == Word.ALIVE;
        return isLater || (isVerdict && rumour.life() == other.last.life());
    }

    private void heed(Rumour rumour, Other other) {
        var device = rumour.about();
        if (rumour.word() == Word.ALIVE) {
            other.isLooking &= linked.contains(device);
            other.due = now.plus(TRUST_MAX);
            turn(device, other, true);
        } else if (other.isHere && !other.isLooking && !near.contains(device)) {
            look(device, other);
        }
    }

    private void tick() {
        int looks = 0;
        for (var entry : others.entrySet()) {
            var device = entry.getKey();
            var other = entry.getValue();
            boolean isDue = !other.due.isAfter(now) && !near.contains(device);
            if (isDue && other.isLooking) {
                if (linked.contains(device)) {
                    effects.add(new Silent(device));
                }
                missed(device);
            } else if (isDue && looks < LOOKS_MAX) {
                looks++;
                look(device, other);
            }
        }
    }

    private void look(DeviceId device, Other other) {
        other.isLooking = true;
        other.due = now.plus(LOOK_MAX);
        effects.add(new Look(device));
    }

    private void turn(DeviceId device, Other other, boolean isHere) {
        if (other.isHere != isHere) {
            other.isHere = isHere;
            isOther = true;
            effects.add(new Turned(device, isHere));
        }
    }

    /// Tells all it has a session with but the one it has this from.
    private void pass(List<Rumour> rumours, DeviceId from) {
        if (!rumours.isEmpty()) {
            linked.stream().filter(to -> !to.equals(from)).forEach(to -> tell(to, rumours));
        }
    }

    private void tell(DeviceId to, List<Rumour> rumours) {
        for (int i = 0; i < rumours.size(); i += Rumour.TOLD_MAX) {
            var page = rumours.subList(i, Math.min(rumours.size(), i + Rumour.TOLD_MAX));
            effects.add(new Tell(to, List.copyOf(page)));
        }
    }
}
