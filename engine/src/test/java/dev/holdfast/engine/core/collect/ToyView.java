package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Siblings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What follows, by the product's own functions, from a number of batches of one volume in which
/// all files have one chunk, and the same.
final class ToyView {

    /// What is wrong in the world.
    enum Fault {
        NONE,
        /// A mark asks no claim whether it is over.
        IGNORES_OPEN,
        /// A mark does not wait for the other writers.
        WAITS_FOR_NOBODY,
        /// A mark waits for the trim to be seen, not for what the trim's writer had seen.
        TRUSTS_THE_TRIM_ALONE,
        /// Who gives a chunk says only of one writer why it is kept.
        FORGETS_STAMPS,
        /// A chunk is deleted before the others have heard of it.
        TELLS_NOBODY,
        /// A chunk is deleted though it was offered after the others had heard.
        IS_NOT_REVIVED,
        /// A batch says which claim was opened last, not the lowest that is open.
        FORGETS_EARLIER_PUTS,
        /// What a trim has ended is brought back.
        BRINGS_BACK_WHAT_IS_OVER,
        /// A keeper deletes when the puts are over that brought it a chunk, whatever names need.
        KEEPER_ASKS_NOBODY,
        /// A keeper believes who has not heard all that it holds.
        KEEPER_BELIEVES_WHO_IS_BEHIND,
        /// Puts of a device that was put out are over though not all is heard that it said.
        TAKES_WHAT_IS_BEHIND_FOR_OVER
    }

    /// Whether the first writer is in the pool; if not, whether all is heard that counts of it.
    enum Out {
        IN,
        HEARD,
        BEHIND
    }

    /// A batch; at most one path is written in it.
    record Said(Word word, Optional<EntryVersion> version) {}

    static final VolumeId FILES = new VolumeId(new Hash(7, 7, 7, 7));
    static final List<EntryPath> PATHS = List.of(new EntryPath("p"), new EntryPath("q"));
    private static final Hlc NOW = new Hlc(1, 0);
    private static final Entry.Kind FILE =
            new Entry.File(
                    new Content.One(
                            new ChunkRef(
                                    new ChunkId(new Hash(5, 0, 0, 5)),
                                    new ChunkKey(new Hash(6, 0, 0, 6)),
                                    10),
                            new Hash(9, 9, 9, 9)),
                    0,
                    false);

    private final List<Said> all;
    private final Mark mark;
    private final VersionVector held;
    private final boolean isNeeded;
    private final boolean isHistory;
    private final List<List<EntryVersion>> rows = new ArrayList<>();

    /// @param said each writer's in order
    ToyView(List<Said> said, int writers, int self, Out out, Fault fault) {
        all = said;
        held = held(said);
        mark = new Mark(parties(writers, self, out, fault), held);
        said.forEach(each -> mark.hear(asHeard(each.word, fault)));
        for (var path : PATHS) {
            List<EntryVersion> row = List.of();
            for (var version : versions()) {
                if (version.entry().path().equals(path)) {
                    row = Siblings.add(row, version);
                }
            }
            rows.add(row);
        }
        var counting = mark.trims().stream().map(word -> word(word.dot())).toList();
        isNeeded = isNeeded(counting);
        isHistory =
                isNeeded(said.stream().map(Said::word).filter(w -> w.trim().isPresent()).toList());
    }

    static Actor actor(int device) {
        return new Actor(new DeviceId(new Hash(device + 1, 0, 0, 0)), 1);
    }

    static Stamp stamp(int writer, int claim) {
        return new Stamp(FILES, actor(writer), claim);
    }

    private static Mark.Parties parties(int writers, int self, Out out, Fault fault) {
        var ids = new TreeSet<DeviceId>();
        for (int i = out == Out.IN ? 0 : 1; i < writers; i++) {
            if (fault != Fault.WAITS_FOR_NOBODY || i == self) {
                ids.add(actor(i).device());
            }
        }
        boolean isOver =
                out == Out.HEARD
                        || (out == Out.BEHIND && fault == Fault.TAKES_WHAT_IS_BEHIND_FOR_OVER);
        return new Mark.Parties(ids, isOver ? Set.of(actor(0).device()) : Set.of());
    }

    private static Word asHeard(Word word, Fault fault) {
        return fault == Fault.TRUSTS_THE_TRIM_ALONE && word.trim().isPresent()
                ? new Word(word.dot(), word.open(), VersionVector.EMPTY, word.trim())
                : word;
    }

    private Word word(Dot dot) {
        return all.stream()
                .map(Said::word)
                .filter(w -> w.dot().equals(dot))
                .findFirst()
                .orElseThrow();
    }

    private static VersionVector held(List<Said> said) {
        var held = VersionVector.EMPTY;
        for (var each : said) {
            held = held.with(each.word.dot());
        }
        return held;
    }

    private List<EntryVersion> versions() {
        return all.stream().flatMap(each -> each.version.stream()).toList();
    }

    private boolean isNeeded(List<Word> trims) {
        var retention = new Retention(trims);
        versions().forEach(retention::replacing);
        return versions().stream().anyMatch(v -> v.entry().isLive() && retention.end(v).isEmpty());
    }

    /// Whether a name needs the chunk, as far as may be told by these batches.
    boolean isNeeded() {
        return isNeeded;
    }

    /// Whether somebody may ask for the chunk: it stands, or its time is not over.
    boolean isWanted() {
        return isHistory;
    }

    /// Whether a version that has the chunk may be named again.
    boolean comesBack(Fault fault) {
        return fault == Fault.BRINGS_BACK_WHAT_IS_OVER
                ? versions().stream().anyMatch(v -> v.entry().isLive())
                : isHistory;
    }

    boolean isOver(int writer, int claim) {
        return mark.isOver(stamp(writer, claim));
    }

    boolean stands(int path) {
        return rows.get(path).stream().anyMatch(v -> v.entry().isLive());
    }

    /// Whether there is something that a trim would end.
    boolean hasPast() {
        return versions().stream()
                .filter(v -> v.entry().isLive())
                .anyMatch(
                        v ->
                                !rows.get(PATHS.indexOf(v.entry().path())).contains(v)
                                        && isPastUntrimmed(v));
    }

    private boolean isPastUntrimmed(EntryVersion version) {
        var retention =
                new Retention(
                        all.stream().map(Said::word).filter(w -> w.trim().isPresent()).toList());
        versions().forEach(retention::replacing);
        return retention.end(version).isEmpty();
    }

    boolean owesWord(int self, long open) {
        return mark.owesWord(actor(self), held, open);
    }

    /// The next batch of a writer who sees this.
    Said write(int self, long open, int path, boolean isFile) {
        var cause = Entry.Cause.edit(NOW, Siblings.seen(rows.get(path)));
        Entry.Kind kind = isFile ? FILE : new Entry.Tombstone(Optional.empty());
        var entry = new Entry(PATHS.get(path), new Hash(1, 1, 1, path), kind, cause);
        var word = word(self, open, Optional.empty());
        return new Said(word, Optional.of(new EntryVersion(entry, word.dot())));
    }

    Said trim(int self, long open) {
        var trim = new Trim.Replaced(new Hlc(2, 0), false);
        return new Said(word(self, open, Optional.of(trim)), Optional.empty());
    }

    Said note(int self, long open) {
        return new Said(word(self, open, Optional.empty()), Optional.empty());
    }

    private Word word(int self, long open, Optional<Trim> trim) {
        return new Word(new Dot(actor(self), held.of(actor(self)) + 1), open, held, trim);
    }
}
