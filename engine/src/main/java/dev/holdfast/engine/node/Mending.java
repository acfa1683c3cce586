package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Has damaged chunks made good: whoever counts on them hears of it, they are read again from
/// linked folders or asked for from those who hold them, and what nobody has is told with the names
/// of its files. Offers of other devices may come first; either way the damaged record goes when
/// its pack is emptied.
final class Mending implements AutoCloseable {

    /// How long what nobody gave is left alone.
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Files that are named to a person.
    private static final int NAMED_MAX = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);

    private final OpenHome home;
    private final Network network;
    private final Naming naming;
    private final CareNews news;
    private final Damages damages;
    private final Remedy remedy;
    private final Chore chore;
    private final Optional<PaidFetch> paid;
    private final Set<ChunkId> confessed = new LinkedHashSet<>();
    private Set<ChunkId> named = Set.of();
    private volatile Optional<Problem> trouble = Optional.empty();
    private volatile Optional<String> waiting = Optional.empty();

    /// Finds the files that have some of these chunks.
    @FunctionalInterface
    interface Naming {
        List<String> files(Collection<ChunkId> chunks) throws NodeException, InterruptedException;
    }

    private Mending(OpenHome home, Network network, Naming naming, CareNews news, Means means) {
        this.home = home;
        this.network = network;
        this.naming = naming;
        this.news = news;
        damages = home.damages();
        remedy = means.remedy;
        paid = means.paid;
        chore =
                Chore.start(
                        "mending",
                        "Damaged chunks are still being mended; the next start goes on.",
                        this::run);
    }

    /// What chunks are mended with.
    ///
    /// @param paid holds back what is fetched for that unless a person asks, where a line is
    ///   metered
    record Means(Remedy remedy, Optional<PaidFetch> paid) {

        /// @param isMetered whether the line is
        static Means of(OpenHome home, Network network, Rooms.Cache cache, boolean isMetered) {
            Rooms.Others fetch = network.fetcher()::fetch;
            var paid = isMetered ? Optional.of(new PaidFetch(fetch)) : Optional.<PaidFetch>empty();
            var sources = new Remedy.Sources(cache, paid.isPresent() ? paid.get() : fetch);
            return new Means(new Remedy(home.store(), home.ledger(), home.pins(), sources), paid);
        }
    }

    /// Mends from now on.
    static Mending start(
            OpenHome home, Network network, Naming naming, CareNews news, Means means) {
        return new Mending(home, network, naming, news, means);
    }

    /// Damage of which no other copy is known, for the person to hear.
    Optional<Problem> trouble() {
        return trouble;
    }

    /// What is not mended as long as nobody asks for it.
    Optional<String> waiting() {
        return waiting;
    }

    private void run() throws InterruptedException {
        while (true) {
            boolean isAsked = damages.await(AGAIN);
            paid.ifPresent(each -> each.allow(isAsked));
            try {
                pass();
            } catch (CatalogException | StoreException e) {
                LOG.warn("Damaged chunks stay as they are for now: {}", e.getMessage());
            }
        }
    }

    private void pass() throws StoreException, InterruptedException {
        tellMended();
        var now = damages.now();
        confess(now);
        var known =
                facts(now).stream().collect(Collectors.toMap(ChunkFacts::id, Function.identity()));
        for (var id : now) {
            mend(id, Optional.ofNullable(known.get(id)));
        }
        tellMended();
        tellAlone();
        waiting = paid.flatMap(_ -> waiting(facts(damages.now())));
    }

    /// What others have is only waited for as it is paid for; what nobody has is told elsewhere.
    private Optional<String> waiting(List<ChunkFacts> damaged) {
        long chunks = damaged.stream().filter(each -> !holders(each).isEmpty()).count();
        return chunks == 0 ? Optional.empty() : Optional.of(sentence(chunks));
    }

    static String sentence(long chunks) {
        return "%s, as this line is metered; `holdfast repair` fetches %s now."
                .formatted(
                        chunks == 1
                                ? "One damaged chunk here waits for a sound copy"
                                : "%,d damaged chunks here wait for sound copies".formatted(chunks),
                        chunks == 1 ? "it" : "them");
    }

    private void tellMended() throws StoreException {
        var sound = damages.settle();
        if (!sound.isEmpty()) {
            var untold = sound.stream().filter(id -> !confessed.remove(id)).toList();
            if (!untold.isEmpty()) {
                news.damaged(untold.size(), holders(untold));
            }
            LOG.info("{} chunks that were damaged are mended.", sound.size());
            news.mended(sound.size(), remedy.takeFromFolders(sound));
        }
    }

    /// The names of the devices that have some of these.
    private List<String> holders(Collection<ChunkId> ids) {
        return facts(ids).stream()
                .flatMap(facts -> holders(facts).stream())
                .distinct()
                .map(home.live()::name)
                .sorted()
                .toList();
    }

    /// Whoever counts on these copies hears that they are none.
    private void confess(Set<ChunkId> now) throws InterruptedException {
        var fresh = now.stream().filter(confessed::add).toList();
        if (!fresh.isEmpty()) {
            network.upkeep().spoiled(fresh);
            news.damaged(fresh.size(), holders(fresh));
            network.news().because("chunks were damaged here");
        }
    }

    private List<ChunkFacts> facts(Collection<ChunkId> ids) {
        return home.ledger().views().chunks().facts(ids);
    }

    private List<DeviceId> holders(ChunkFacts facts) {
        var roster = home.live().roster();
        return facts.holders().stream().filter(roster::isAdmitted).toList();
    }

    private void mend(ChunkId id, Optional<ChunkFacts> facts) throws InterruptedException {
        try {
            remedy.mend(id, facts);
        } catch (NodeException e) {
            LOG.debug("Nobody gives {} now: {}", id, e.problem().what());
        } catch (StoreException e) {
            LOG.warn("A sound copy cannot be stored: {}", e.getMessage());
        }
    }

    private void tellAlone() throws InterruptedException {
        var alone =
                facts(damages.now()).stream()
                        .filter(facts -> facts.held() && holders(facts).isEmpty())
                        .map(ChunkFacts::id)
                        .collect(Collectors.toSet());
        if (alone.equals(named)) {
            return;
        }
        try {
            trouble = alone.isEmpty() ? Optional.empty() : Optional.of(problem(alone));
            named = alone;
        } catch (NodeException e) {
            LOG.warn("Which files are damaged cannot be said: {}", e.problem().what());
        }
    }

    private Problem problem(Set<ChunkId> alone) throws NodeException, InterruptedException {
        var files = naming.files(alone);
        var what =
                alone.size() == 1
                        ? "One chunk on this device is damaged, and no other copy is known"
                        : "%,d chunks on this device are damaged, and no other copies are known"
                                .formatted(alone.size());
        var some = files.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        int more = files.size() - NAMED_MAX;
        return new Problem(
                Problem.Code.DAMAGED,
                what
                        + (files.isEmpty() ? "" : ": " + some)
                        + (more > 0 ? " and %,d more files.".formatted(more) : "."),
                "Start Holdfast on every device that may have a copy, and store the files again"
                        + " that you have elsewhere; `holdfast doctor --deep` names them all.");
    }

    @Override
    public void close() {
        chore.close();
    }
}
