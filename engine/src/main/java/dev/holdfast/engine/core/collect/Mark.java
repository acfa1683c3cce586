package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How far a device knows everybody in one volume to be: which trims count, and which claims are
/// over. No clock is asked.
///
/// A trim counts when every writer has written a batch after it had seen the trim **and all that
/// the trim's writer had seen**, as far as that is held here. From then on what it ended stands in
/// no writer's tree, so nobody names its chunks again but by a put, which leaves a stamp. A claim
/// is over when a batch of its writer says so: what was put under it is named by then in a batch
/// that is held here, or never will be.
///
/// Not a value but an object with one owner: first all words that are held are given to [#hear],
/// each writer's in order, then it is asked. Every doubt ends in keeping.
public final class Mark {

    /// Whose word is waited for.
    ///
    /// @param writers devices that may write, or did: nothing is dead without them. One that is
    ///   parked is neither among these nor among the others
    /// @param silent devices that were removed from the pool: what they put and nobody has named by
    ///   now nobody will
    public record Parties(Set<DeviceId> writers, Set<DeviceId> silent) {

        public Parties {
            writers = Set.copyOf(writers);
            silent = Set.copyOf(silent);
            if (writers.stream().anyMatch(silent::contains)) {
                throw new IllegalArgumentException("a device that is both waited for and silent");
            }
        }
    }

    private final Parties parties;
    private final VersionVector ripe;
    private final Map<Actor, Word> last = new HashMap<>();
    private final Map<Actor, Long> open = new HashMap<>();
    private final Map<Actor, Dot> left = new HashMap<>();
    private final List<Word> trims = new ArrayList<>();
    private boolean isLeftByPerson;

    /// @param ripe trims and the ends of claims count up to these batches; references count always
    public Mark(Parties parties, VersionVector ripe) {
        this.parties = parties;
        this.ripe = ripe;
    }

    public void hear(Word word) {
        var actor = word.dot().actor();
        last.put(actor, word);
        if (ripe.contains(word.dot())) {
            open.put(actor, word.open());
            switch (word.trim().orElse(null)) {
                case null -> {}
                case Trim.Replaced _ -> trims.add(word);
                case Trim.Everything(var isConfirmed) -> {
                    left.put(actor, word.dot());
                    isLeftByPerson |= isConfirmed;
                }
            }
        }
    }

    /// Whether nothing more will be named under this claim that is not named in a batch held here.
    public boolean isOver(Stamp claim) {
        return parties.silent.contains(claim.actor().device())
                || claim.claim() < open.getOrDefault(claim.actor(), 0L);
    }

    /// Those that every writer has seen.
    public List<Word> trims() {
        return trims.stream().filter(trim -> awaited(trim).isEmpty()).toList();
    }

    /// The writers that some trim waits for.
    public Set<DeviceId> awaited() {
        var all = new TreeSet<DeviceId>();
        trims.forEach(trim -> all.addAll(awaited(trim)));
        return all;
    }

    private Set<DeviceId> awaited(Word trim) {
        var seen = trim.seenWithin(last);
        var missing = new TreeSet<>(parties.writers);
        last.values().stream()
                .filter(word -> word.seen().covers(seen))
                .forEach(word -> missing.remove(word.dot().actor().device()));
        return missing;
    }

    /// Whether a device has said that it will write nothing more.
    public boolean isLeftBy(DeviceId device) {
        return left.keySet().stream().anyMatch(actor -> actor.device().equals(device));
    }

    /// All trims that have been heard, whether they count or not.
    public List<Word> heardTrims() {
        return List.copyOf(trims);
    }

    /// Whether the volume is left by all: each writer has said that it will write nothing more.
    public boolean isLeft() {
        var devices = left.keySet().stream().map(Actor::device).toList();
        return !devices.isEmpty() && devices.containsAll(parties.writers);
    }

    /// Whether a person asked for that.
    public boolean isLeftByPerson() {
        return isLeftByPerson;
    }

    /// Whether a batch is ended with the volume that all have left. One that its writer wrote after
    /// it had left is not.
    public boolean isLeftBehind(Dot dot) {
        var end = left.get(dot.actor());
        return isLeft() && ripe.contains(dot) && (end == null || dot.n() < end.n());
    }

    /// Whether a device has something to say here that others wait for: that it has seen a trim, or
    /// that claims of it are over.
    ///
    /// @param seen all that it has applied
    /// @param openNow its lowest claim that is open
    public boolean owesWord(Actor self, VersionVector seen, long openNow) {
        var said = last.get(self);
        boolean hasEnded = said != null && said.open() < openNow;
        return hasEnded
                || trims.stream()
                        .filter(trim -> awaited(trim).contains(self.device()))
                        .anyMatch(trim -> seen.covers(trim.seenWithin(last)));
    }
}
