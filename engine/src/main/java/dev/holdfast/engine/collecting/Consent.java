package dev.holdfast.engine.collecting;

import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.Chain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.Unneeded;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.net.NetException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How a keeper judges what nobody needs, though it reads no name. That the puts are over for which
/// it keeps a chunk it sees in the clear part of batches, as their writers signed them. That no
/// name needs it **every** device must say that reads names and has heard all that is held here:
/// one alone, gone bad, makes no keeper delete. Good for one look.
public final class Consent implements Discarding.Judge {

    /// How long a device may take that has to look through all its names first.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Chunks of one question.
    private static final int PAGE = 1024;

    private final Archive home;
    private final Function<DeviceId, String> names;
    private final Asker asker;
    private Optional<List<ChunkId>> suspects = Optional.empty();

    /// @param names what devices are called, for people
    public Consent(Archive home, Function<DeviceId, String> names, Asker asker) {
        this.home = home;
        this.names = names;
        this.asker = asker;
    }

    @Override
    public Map<VolumeId, VersionVector> heard() {
        return Past.heard(batches());
    }

    /// What has long been needed by nobody is among what is needed by nobody now: after the first
    /// answer only that is asked about.
    @Override
    public Discarding.Verdict verdict(Optional<Map<VolumeId, VersionVector>> ripe, Instant now)
            throws DoubtException, InterruptedException {
        var word = new Word(ripe.orElseGet(this::heard), ripe.isPresent());
        if (suspects.isPresent()) {
            for (var page : pages(suspects.get())) {
                word.add(chunks().facts(page));
            }
        } else {
            var after = Optional.<ChunkId>empty();
            do {
                var page = chunks().page(after, ChunkId.LAST, PAGE);
                word.add(page);
                after = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().id());
            } while (after.isPresent());
        }
        suspects = Optional.of(word.dead.stream().map(ChunkFacts::id).toList());
        return word;
    }

    private BatchesView batches() {
        return home.ledger().views().batches();
    }

    private ChunksView chunks() {
        return home.ledger().views().chunks();
    }

    private static List<List<ChunkId>> pages(List<ChunkId> ids) {
        var pages = new ArrayList<List<ChunkId>>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            pages.add(ids.subList(from, Math.min(ids.size(), from + PAGE)));
        }
        return pages;
    }

    /// What the readers of names say.
    private final class Word implements Discarding.Verdict {

        private final Map<VolumeId, VersionVector> upTo;
        private final boolean isRipe;
        private final Map<Chain, Long> open = new HashMap<>();
        private final List<ChunkFacts> dead = new ArrayList<>();
        private boolean isConfirmed = true;

        /// @param upTo ends of puts count up to these batches
        Word(Map<VolumeId, VersionVector> upTo, boolean isRipe) {
            this.upTo = upTo;
            this.isRipe = isRipe;
        }

        void add(List<ChunkFacts> page) throws DoubtException, InterruptedException {
            var over = page.stream().filter(facts -> facts.held() && isOver(facts)).toList();
            if (!over.isEmpty()) {
                var agreed = agreed(over.stream().map(ChunkFacts::id).toList());
                over.stream().filter(facts -> agreed.contains(facts.id())).forEach(dead::add);
            }
        }

        private boolean isOver(ChunkFacts facts) {
            return !facts.stamps().isEmpty() && facts.stamps().stream().allMatch(this::isOver);
        }

        private boolean isOver(Stamp put) {
            var chain = new Chain(put.volume(), put.actor());
            return put.claim() < open.computeIfAbsent(chain, this::open);
        }

        private boolean isPutOut(DeviceId device) {
            return home.roster()
                    .get()
                    .device(device)
                    .filter(writer -> writer.standing() == Device.Standing.REVOKED)
                    .isPresent();
        }

        /// The lowest claim that a writer had open when it wrote the last batch that counts. One
        /// that was put out has none open once all is heard that counts of it.
        private long open(Chain chain) {
            var writer = chain.actor().device();
            if (isPutOut(writer) && Past.isHeard(home, writer, chain.volume(), upTo)) {
                return Long.MAX_VALUE;
            }
            var heard = upTo.getOrDefault(chain.volume(), VersionVector.EMPTY).latest();
            return Optional.ofNullable(heard.get(chain.actor()))
                    .map(n -> new Dot(chain.actor(), n))
                    .flatMap(last -> batches().batch(chain.volume(), last))
                    .map(held -> held.batch().header().sealing().open())
                    .orElse(0L);
        }

        private Set<ChunkId> agreed(List<ChunkId> ids) throws DoubtException, InterruptedException {
            var agreed = new HashSet<>(ids);
            for (var reader : readers()) {
                var answer = ask(reader, ids);
                isConfirmed &= answer.isConfirmed();
                for (int i = 0; i < ids.size(); i++) {
                    if (!answer.unneeded().get(i)) {
                        agreed.remove(ids.get(i));
                    }
                }
            }
            return agreed;
        }

        private Unneeded ask(DeviceId reader, List<ChunkId> ids)
                throws DoubtException, InterruptedException {
            try {
                var question = new AskNeeded(ids, isRipe, heads());
                if (asker.ask(reader, question, PATIENCE) instanceof Unneeded answer
                        && answer.unneeded().size() == ids.size()) {
                    return answer;
                }
            } catch (NetException e) {
                throw new DoubtException(name(reader) + " cannot be asked what it needs", e);
            }
            throw new DoubtException(name(reader) + " does not say what it needs");
        }

        @Override
        public List<ChunkFacts> dead() {
            return List.copyOf(dead);
        }

        @Override
        public boolean isConfirmed() {
            return isConfirmed;
        }

        @Override
        public Optional<Set<ChunkId>> needed(List<ChunkFacts> page) throws InterruptedException {
            var ids = page.stream().map(ChunkFacts::id).toList();
            try {
                var needed = new HashSet<>(ids);
                needed.removeAll(agreed(ids));
                return Optional.of(needed);
            } catch (DoubtException e) {
                return Optional.empty();
            }
        }
    }

    /// The devices that read names.
    private List<DeviceId> readers() throws DoubtException {
        var readers =
                home.roster().get().admitted().stream()
                        .filter(device -> device.mayHoldSecrets() && !device.duty().isParked())
                        .map(Device::id)
                        .toList();
        if (readers.isEmpty()) {
            throw new DoubtException("no device of the pool reads names");
        }
        return readers;
    }

    /// All batches that are held here and count, by the last of each chain: who has not heard them
    /// cannot say that nothing in them needs a chunk.
    private List<ChainHead> heads() {
        var heads = new ArrayList<ChainHead>();
        heard().forEach(
                        (volume, writers) ->
                                writers.latest()
                                        .forEach(
                                                (actor, n) ->
                                                        batches()
                                                                .batch(volume, new Dot(actor, n))
                                                                .map(BatchesView.Held::batch)
                                                                .map(Consent::head)
                                                                .ifPresent(heads::add)));
        return heads;
    }

    private static ChainHead head(Batch last) {
        var header = last.header();
        return new ChainHead(header.volume(), header.dot().actor(), header.dot().n(), last.id());
    }

    private String name(DeviceId device) {
        return names.apply(device);
    }
}
