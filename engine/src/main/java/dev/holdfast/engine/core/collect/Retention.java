package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which versions of a volume's paths are history no more. A version is ended by a trim whose
/// writer had seen both it and what replaced it, and that reaches the moment at which it was
/// replaced; some trims leave the last version of each day. One that nothing has replaced stands,
/// whatever is trimmed.
///
/// Not a value but an object with one owner: first all versions that are held are shown to
/// [#replacing], then it is asked. Memory grows with the versions that replaced something the trims
/// reach.
public final class Retention {

    private static final Trim.Replaced NOTHING = new Trim.Replaced(Hlc.ZERO, Hlc.ZERO, false);

    private final List<Word> trims;
    private final Map<Hash, List<EntryVersion>> replacing = new HashMap<>();

    /// @param trims those that count
    public Retention(List<Word> trims) {
        this.trims = trims.stream().filter(word -> !isNeedless(word, trims)).distinct().toList();
    }

    private static boolean isNeedless(Word word, List<Word> all) {
        return all.stream()
                .anyMatch(
                        other ->
                                !other.equals(word)
                                        && reach(other).covers(reach(word))
                                        && isConfirmed(other) == isConfirmed(word)
                                        && other.seen().covers(word.seen()));
    }

    /// A version that may have replaced others.
    public void replacing(EntryVersion version) {
        boolean isReached =
                !version.entry().cause().saw().latest().isEmpty()
                        && trims.stream().anyMatch(trim -> reaches(trim, version));
        if (isReached) {
            replacing
                    .computeIfAbsent(key(version.entry().path()), _ -> new ArrayList<>(1))
                    .add(version);
        }
    }

    /// The trim that ends a version, one that a person asked for if there is one; empty while it
    /// stands or its time is not over.
    public Optional<Word> end(EntryVersion version) {
        var over = replacing.getOrDefault(key(version.entry().path()), List.of());
        Optional<Word> found = Optional.empty();
        for (var by : over) {
            if (by.replaces(version)) {
                for (var trim : trims) {
                    if (ends(trim, version, by)) {
                        if (isConfirmed(trim)) {
                            return Optional.of(trim);
                        }
                        found = Optional.of(trim);
                    }
                }
            }
        }
        return found;
    }

    private static boolean reaches(Word trim, EntryVersion replacing) {
        return trim.seen().contains(replacing.dot())
                && stamp(replacing).compareTo(reach(trim).until()) <= 0;
    }

    private static boolean ends(Word trim, EntryVersion version, EntryVersion by) {
        return trim.seen().contains(by.dot())
                && trim.seen().contains(version.dot())
                && reach(trim).ends(stamp(version), stamp(by));
    }

    private static Hlc stamp(EntryVersion version) {
        return version.entry().cause().stamp();
    }

    private static Trim.Replaced reach(Word trim) {
        return trim.trim().orElse(null) instanceof Trim.Replaced replaced ? replaced : NOTHING;
    }

    private static boolean isConfirmed(Word trim) {
        return trim.trim().filter(Trim::isConfirmed).isPresent();
    }

    private static Hash key(EntryPath path) {
        return Sha256.of(path.key().getBytes(StandardCharsets.UTF_8));
    }
}
