package dev.holdfast.engine.collecting;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.Trim;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.collect.Mark;
import dev.holdfast.engine.core.collect.NeededChunks;
import dev.holdfast.engine.core.collect.Retention;
import dev.holdfast.engine.core.collect.Word;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.store.StoreException;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out which of the chunks held here nobody needs. It reads all batches and all lists of
/// chunks that a name needs, also those that lie on other devices. Not safe for threads, and good
/// for one time.
public final class Survey implements Discarding.Verdict {

    /// Fills a buffer with a chunk from another device.
    public interface Fetch {
        void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException;
    }

    private final Archive home;
    private final Sealer sealer;
    private final Fetch fetch;
    private final Past past;
    private final Map<VolumeId, Mark> marks;
    private final Set<VolumeId> left = new HashSet<>();
    private final Map<VolumeId, Retention> histories = new HashMap<>();
    private final NeededChunks needed = new NeededChunks();
    private boolean isUnconfirmed;

    private Survey(Archive home, Sealer sealer, Fetch fetch, Past past, Past.Account account) {
        this.home = home;
        this.sealer = sealer;
        this.fetch = fetch;
        this.past = past;
        marks = account.marks();
    }

    /// @param ripe trims and ends of claims count up to these batches; see [Mark]
    /// @param now what by this clock must still be kept is kept, whatever trims say
    static Survey of(
            Archive home,
            Sealer sealer,
            Fetch fetch,
            Optional<Map<VolumeId, VersionVector>> ripe,
            Instant now)
            throws DoubtException, InterruptedException {
        var past = Past.now(home);
        var account = past.account(ripe);
        var survey = new Survey(home, sealer, fetch, past, account);
        survey.judge(account, now);
        survey.readNames();
        return survey;
    }

    private void judge(Past.Account account, Instant now) {
        for (var each : marks.entrySet()) {
            var volume = each.getKey();
            var due = account.due(volume, now, false);
            var trims =
                    each.getValue().trims().stream()
                            .filter(trim -> due.filter(at -> isWithin(trim, at)).isPresent())
                            .toList();
            histories.put(volume, new Retention(trims));
            if (each.getValue().isLeft() && account.isOver(volume, now)) {
                left.add(volume);
            }
        }
    }

    private static boolean isWithin(Word word, Trim.Replaced due) {
        return word.trim().orElse(null) instanceof Trim.Replaced trim && due.covers(trim);
    }

    private void readNames() throws DoubtException, InterruptedException {
        past.read(
                (batch, body) -> {
                    var volume = batch.header().volume();
                    var dot = batch.header().dot();
                    var history = histories.get(volume);
                    if (history != null && past.counts(volume, dot)) {
                        versions(body, dot).forEach(history::replacing);
                    }
                });
        past.read(
                (batch, body) -> {
                    var volume = batch.header().volume();
                    for (var version : versions(body, batch.header().dot())) {
                        if (version.entry().kind() instanceof Entry.File(var content, _, _)
                                && isNeeded(volume, version)) {
                            need(content, needed);
                        }
                    }
                });
    }

    private static List<EntryVersion> versions(BatchBody body, Dot dot) {
        return body.entries().stream().map(entry -> new EntryVersion(entry, dot)).toList();
    }

    private boolean isNeeded(VolumeId volume, EntryVersion version) {
        var history = histories.get(volume);
        var mark = marks.get(volume);
        if (history == null || mark == null || !past.counts(volume, version.dot())) {
            return true;
        }
        if (left.contains(volume) && mark.isLeftBehind(version.dot())) {
            isUnconfirmed |= !mark.isLeftByPerson();
            return false;
        }
        var end = history.end(version);
        isUnconfirmed |= end.flatMap(Word::trim).filter(trim -> !trim.isConfirmed()).isPresent();
        return end.isEmpty();
    }

    /// Adds a content's chunks, its lists included; what is in already has been read.
    private void need(Content content, NeededChunks into)
            throws DoubtException, InterruptedException {
        switch (content) {
            case Content.Empty _ -> {}
            case Content.One one -> into.add(one.ref().id());
            case Content.Tree tree -> {
                if (into.isUnread(tree)) {
                    needList(tree, into);
                    into.read(tree);
                }
            }
        }
    }

    private void needList(Content content, NeededChunks into)
            throws DoubtException, InterruptedException {
        try {
            var cursor = new ManifestCursor<ListException>(content, this::node);
            for (var item = cursor.next(); item != null; item = cursor.next()) {
                into.add(item.ref().id());
            }
        } catch (MalformedException e) {
            throw new DoubtException("a list of chunks is not what it should be", e);
        } catch (ListException e) {
            throw e.stop();
        }
    }

    /// A list cannot be read: because it cannot, or because this device stops.
    private static final class ListException extends Exception {

        private static final long serialVersionUID = 1;

        private final Exception why;

        ListException(Exception why) {
            super(why);
            this.why = why;
        }

        DoubtException stop() throws InterruptedException {
            if (why instanceof InterruptedException stop) {
                throw stop;
            }
            return new DoubtException("a list of chunks cannot be read now", why);
        }
    }

    private byte[] node(ChunkRef ref) throws ListException {
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        var plain = ByteBuffer.allocate(Sealer.roomFor(ref.length()));
        try {
            if (!isRead(ref.id(), sealed)) {
                fetch.fetch(ref.id(), sealed.clear());
            }
            sealer.open(ref, sealed.flip(), plain);
        } catch (NodeException | TamperedException | InterruptedException e) {
            throw new ListException(e);
        }
        var bytes = new byte[plain.remaining()];
        plain.get(bytes);
        return bytes;
    }

    private boolean isRead(ChunkId id, ByteBuffer sealed) {
        try {
            return home.store().read(id, sealed);
        } catch (StoreException e) {
            return false; // damaged here; others have it
        }
    }

    /// How a device judges that reads names.
    ///
    /// @param sealer opens lists of chunks
    /// @param fetch gives those that lie on other devices
    public record Judge(Archive home, Sealer sealer, Fetch fetch) implements Discarding.Judge {

        @Override
        public Map<VolumeId, VersionVector> heard() throws DoubtException {
            return Past.now(home).held();
        }

        @Override
        public Survey verdict(Optional<Map<VolumeId, VersionVector>> ripe, Instant now)
                throws DoubtException, InterruptedException {
            return of(home, sealer, fetch, ripe, now);
        }
    }

    @Override
    public List<ChunkFacts> dead() {
        var dead = new ArrayList<ChunkFacts>();
        home.ledger()
                .views()
                .chunks()
                .all()
                .filter(facts -> facts.held() && isDead(facts))
                .forEach(dead::add);
        return dead;
    }

    /// Whether no name needs a chunk, and nothing that is held here says that one will.
    ///
    /// @param facts what is known of it here, if anything is
    boolean isUnneeded(ChunkId id, Optional<ChunkFacts> facts) {
        return facts.filter(known -> !known.stamps().isEmpty())
                .map(this::isDead)
                .orElseGet(() -> !needed.contains(id));
    }

    private boolean isDead(ChunkFacts facts) {
        return !facts.stamps().isEmpty()
                && !needed.contains(facts.id())
                && facts.stamps().stream()
                        .allMatch(
                                stamp -> {
                                    var mark = marks.get(stamp.volume());
                                    return mark != null && mark.isOver(stamp);
                                });
    }

    @Override
    public boolean isConfirmed() {
        return !isUnconfirmed;
    }

    @Override
    public Optional<Set<ChunkId>> needed(List<ChunkFacts> page) throws InterruptedException {
        return later().map(
                        late ->
                                page.stream()
                                        .map(ChunkFacts::id)
                                        .filter(late::contains)
                                        .collect(Collectors.toSet()));
    }

    /// What names need that came to be known since.
    ///
    /// @return empty when that cannot be told
    Optional<NeededChunks> later() throws InterruptedException {
        var late = new NeededChunks();
        try {
            past.readLater(
                    (_, body) -> {
                        for (var entry : body.entries()) {
                            if (entry.kind() instanceof Entry.File(var content, _, _)) {
                                need(content, late);
                            }
                        }
                    });
        } catch (DoubtException e) {
            return Optional.empty();
        }
        return past.isStillSo() ? Optional.of(late) : Optional.empty();
    }
}
