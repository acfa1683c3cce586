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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        /// A trim that leaves the last version of each day is taken for one that leaves none.
        DROPS_DAYS,
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

    /// Numbers of claims, of which 0 is none; a writer with none open says the next.
    private static final int CLAIMS = 4;

    private static final List<Act> ACTS = List.of(Act.values());

    /// What [#number] gives where there is none.
    static final int NOTHING = -1;

    static final List<EntryPath> PATHS = List.of(new EntryPath("p"), new EntryPath("q"));
    private static final Hlc LATER = new Hlc(Duration.ofDays(9).toMillis(), 0);
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

    private final ToyBounds bounds;
    private final List<Said> all;
    private final Mark mark;
    private final VersionVector held;
    private final boolean isNeeded;
    private final boolean isHistory;
    private final boolean hasPast;
    private final boolean[] stands = new boolean[PATHS.size()];
    private final boolean[] isOver;
    private final int[] numbers;
    private final List<List<EntryVersion>> rows = new ArrayList<>();

    /// What a writer can say.
    enum Act {
        NAMES,
        DELETES,
        TRIMS,
        SAYS
    }

    /// @param path of those there are, where one is named or deleted
    /// @param told for people, behind the writer
    record Deed(Act act, int path, String told) {

        static final List<Deed> NAMES = each(Act.NAMES, " names path ", false);
        static final List<Deed> DELETES = each(Act.DELETES, " deletes path ", false);
        static final List<Deed> BRINGS_BACK = each(Act.NAMES, " brings back path ", false);

        /// By the path that is copied to the other one.
        static final List<Deed> COPIES = each(Act.NAMES, " copies path ", true);

        static final Deed TRIMS = new Deed(Act.TRIMS, 0, " trims");
        static final Deed SAYS = new Deed(Act.SAYS, 0, " says what it saw");

        private static List<Deed> each(Act act, String told, boolean isToOther) {
            return Stream.of(0, 1)
                    .map(path -> new Deed(act, isToOther ? 1 - path : path, told + path))
                    .toList();
        }
    }

    /// @param said each writer's in order
    ToyView(List<Said> said, ToyBounds bounds, int self, Out out, Fault fault) {
        this.bounds = bounds;
        all = said;
        int writers = bounds.writers();
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
        for (int path = 0; path < stands.length; path++) {
            stands[path] = rows.get(path).stream().anyMatch(v -> v.entry().isLive());
        }
        isOver = new boolean[writers * CLAIMS];
        for (int i = 0; i < isOver.length; i++) {
            isOver[i] = i % CLAIMS > 0 && mark.isOver(stamp(i / CLAIMS, i % CLAIMS));
        }
        numbers = new int[writers * CLAIMS * ACTS.size() * PATHS.size()];
        var counting = mark.trims().stream().map(word -> counting(word.dot(), fault)).toList();
        isNeeded = isNeeded(counting);
        var trims = said.stream().map(Said::word).filter(w -> w.trim().isPresent()).toList();
        isHistory = isNeeded(trims);
        hasPast = hasPast(trims);
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

    private Word counting(Dot dot, Fault fault) {
        var word = word(dot);
        return fault == Fault.DROPS_DAYS
                ? new Word(dot, word.open(), word.saw(), Optional.of(trim(false)))
                : word;
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
        return isOver[writer * CLAIMS + claim];
    }

    boolean stands(int path) {
        return stands[path];
    }

    /// Whether there is something that a trim would end.
    boolean hasPast() {
        return hasPast;
    }

    private boolean hasPast(List<Word> trims) {
        var retention = new Retention(trims);
        versions().forEach(retention::replacing);
        return versions().stream()
                .filter(v -> v.entry().isLive())
                .filter(v -> !rows.get(PATHS.indexOf(v.entry().path())).contains(v))
                .anyMatch(v -> retention.end(v).isEmpty());
    }

    /// The chain of a writer who sees this with one batch more, or [#NOTHING] when there is nothing
    /// to say.
    ///
    /// @param before the chain as it is
    /// @param open the lowest claim that is open
    int number(ToyChains chains, int before, int self, int open, Deed deed) {
        int act = (self * CLAIMS + open) * ACTS.size() + ACTS.indexOf(deed.act);
        int at = act * PATHS.size() + deed.path;
        if (numbers[at] == 0) {
            boolean isSilent = deed.act == Act.SAYS && !mark.owesWord(actor(self), held, open);
            numbers[at] = isSilent ? NOTHING : chains.number(before, said(self, open, deed));
        }
        return numbers[at];
    }

    private Said said(int self, long open, Deed deed) {
        return switch (deed.act) {
            case NAMES -> write(self, open, deed.path, FILE);
            case DELETES -> write(self, open, deed.path, new Entry.Tombstone(Optional.empty()));
            case TRIMS -> trim(self, open);
            case SAYS -> note(self, open);
        };
    }

    private Said write(int self, long open, int path, Entry.Kind kind) {
        var stamp = new Hlc(1 + Duration.ofDays(bounds.hasDays() ? self : 0).toMillis(), 0);
        var cause = Entry.Cause.edit(stamp, Siblings.seen(rows.get(path)));
        var entry = new Entry(PATHS.get(path), new Hash(1, 1, 1, path), kind, cause);
        var word = word(self, open, Optional.empty());
        return new Said(word, Optional.of(new EntryVersion(entry, word.dot())));
    }

    private Said trim(int self, long open) {
        var trim = trim(bounds.hasDays() && self == 0);
        return new Said(word(self, open, Optional.of(trim)), Optional.empty());
    }

    private static Trim trim(boolean isDaily) {
        return new Trim.Replaced(LATER, isDaily ? Hlc.ZERO : LATER, false);
    }

    private Said note(int self, long open) {
        return new Said(word(self, open, Optional.empty()), Optional.empty());
    }

    private Word word(int self, long open, Optional<Trim> trim) {
        return new Word(new Dot(actor(self), held.of(actor(self)) + 1), open, held, trim);
    }
}
