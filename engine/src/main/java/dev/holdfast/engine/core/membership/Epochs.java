package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Roster.Epoch;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Rotated;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Works out the epochs and who can have come to know their secrets.
///
/// Statements of devices that were put out since are counted too: a secret that was given is known,
/// whether or not the giving counts. Who knows an epoch knows those it wraps.
final class Epochs {

    private static final Comparator<Epoch> DEEPEST_LAST =
            Comparator.comparingInt(Epoch::depth).thenComparing(Epoch::id);

    /// With sets of holders that still grow.
    private final Map<Hash, Epoch> begun = new LinkedHashMap<>();

    private Epochs() {}

    /// Every epoch, the one to prefer last. `statements` come causes first.
    static List<Epoch> of(List<SignedStatement> statements) {
        var epochs = new Epochs();
        statements.forEach(epochs::take);
        return epochs.begun.values().stream().map(Epochs::settled).sorted(DEEPEST_LAST).toList();
    }

    private static Epoch settled(Epoch epoch) {
        return new Epoch(epoch.id(), epoch.depth(), epoch.wrapped(), Set.copyOf(epoch.holders()));
    }

    private void take(SignedStatement signed) {
        switch (signed.statement()) {
            case Genesis s -> begin(signed.id(), List.of(), List.of(s.first().id()));
            case Rotated s -> {
                var given = new ArrayList<>(s.boxes().stream().map(Box::to).toList());
                signed.signer().ifPresent(given::add);
                begin(signed.id(), s.wrapped(), given);
            }
            case Admitted s -> s.epochs().forEach(epoch -> give(epoch, s.card().id()));
            case Recovered s -> s.epochs().forEach(epoch -> give(epoch, s.card().id()));
            case Keyed s -> s.boxes().forEach(box -> give(s.epoch(), box.to()));
            default -> {}
        }
    }

    private void begin(Hash id, List<Hash> wrapped, List<DeviceId> given) {
        var known = wrapped.stream().filter(begun::containsKey).toList();
        int depth = known.stream().map(begun::get).mapToInt(e -> e.depth() + 1).max().orElse(0);
        begun.put(id, new Epoch(id, depth, known, new TreeSet<>()));
        given.forEach(device -> give(id, device));
    }

    private void give(Hash id, DeviceId device) {
        var epoch = begun.get(id);
        if (epoch != null && epoch.holders().add(device)) {
            epoch.wrapped().forEach(older -> give(older, device));
        }
    }
}
