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
/// replaced. One that nothing has replaced stands, whatever is trimmed.
///
/// Not a value but an object with one owner: first all versions that are held are shown to
/// [#replacing], then it is asked. Memory grows with the versions that replaced something the trims
/// reach.
public final class Retention {

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
                                        && reach(other).compareTo(reach(word)) >= 0
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
                    if (reaches(trim, by) && trim.seen().contains(version.dot())) {
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

    private static boolean reaches(Word trim, EntryVersion replaced) {
        var stamp = replaced.entry().cause().stamp();
        return trim.seen().contains(replaced.dot()) && stamp.compareTo(reach(trim)) <= 0;
    }

    private static Hlc reach(Word trim) {
        return trim.trim().orElse(null) instanceof Trim.Replaced(var until, _) ? until : Hlc.ZERO;
    }

    private static boolean isConfirmed(Word trim) {
        return trim.trim().filter(Trim::isConfirmed).isPresent();
    }

    private static Hash key(EntryPath path) {
        return Sha256.of(path.key().getBytes(StandardCharsets.UTF_8));
    }
}
