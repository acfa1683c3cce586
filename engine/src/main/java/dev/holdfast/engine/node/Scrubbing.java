package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.files.Files;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.PackAudit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads all that a running device keeps when a person asks, tells what of it is damaged or gone,
/// and waits while that is mended.
///
/// @param files finds the files that are hurt; none on a keeper
/// @param remedy brings back what linked folders have
record Scrubbing(OpenHome home, Optional<Files> files, Remedy remedy) {

    /// Chunks that are told apart, and files that are named.
    private static final int HURT_MAX = 1 << 16;

    private static final int FILES_MAX = 1000;

    /// How long nothing may come back before the waiting ends.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    Outcome.Scrubbed scrub(Command.Scrub command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        long began = System.nanoTime();
        var damaged = new LinkedHashSet<>(home.damages().now());
        int aside = damaged.size();
        var read = read(events);
        var took = Duration.ofNanos(System.nanoTime() - began);
        damaged.addAll(read.damaged());
        var hurt = new LinkedHashMap<ChunkId, Integer>();
        facts(damaged).stream()
                .filter(ChunkFacts::held)
                .forEach(each -> hurt.put(each.id(), copiesElsewhere(each)));
        int spoilt = hurt.size();
        missing().forEach(each -> hurt.putIfAbsent(each.id(), copiesElsewhere(each)));
        long fromFolders = 0;
        var back = new HashSet<ChunkId>();
        if (command.mend()) {
            home.damages().found(read.damaged());
            fromFolders = mendFromFolders(hurt.keySet());
            home.damages().ask();
            await(hurt.keySet(), events);
            hurt.keySet().stream().filter(this::isHere).forEach(back::add);
        }
        return new Outcome.Scrubbed(
                read.bytes(),
                read.chunks() + aside,
                spoilt,
                hurt.size() - spoilt,
                hurt.entrySet().stream()
                        .filter(each -> each.getValue() == 0 && !back.contains(each.getKey()))
                        .count(),
                back.size(),
                fromFolders,
                named(hurt, back),
                took);
    }

    /// Twice, for where the chunks of a file lie may show only when its list is back.
    ///
    /// @return how many came back
    private long mendFromFolders(Set<ChunkId> hurt) throws NodeException, InterruptedException {
        var left = new ArrayList<>(facts(hurt));
        long back = 0;
        try {
            for (int round = 0; round < 2; round++) {
                for (var each : List.copyOf(left)) {
                    if (remedy.mendFromFolders(each)) {
                        left.remove(each);
                        back++;
                    }
                }
            }
        } catch (StoreException e) {
            throw Failures.of(e);
        }
        return back;
    }

    /// Reads the packs of a home whose device does not run.
    static PackAudit.Read read(HomeFiles files, Consumer<Event> events)
            throws NodeException, InterruptedException {
        try {
            return PackAudit.read(
                    RealDisk.at(files.packs()),
                    (bytes, total) ->
                            events.accept(
                                    new Event.Progress(Event.Activity.READING, bytes, total)));
        } catch (IOException e) {
            throw HomeFiles.failed("read", files.packs(), e);
        }
    }

    private PackReading.Read read(Consumer<Event> events)
            throws NodeException, InterruptedException {
        var check = home.store().check();
        var reading = new PackReading(check, home.store().index());
        var progress = new Reading(events, home.store().index().bytes());
        long chunks = 0;
        var damaged = new ArrayList<ChunkId>();
        try {
            for (var pack : check.packs()) {
                var read = reading.read(pack.number(), progress::read);
                chunks += read.chunks();
                damaged.addAll(read.damaged());
            }
        } catch (StoreException e) {
            throw Failures.of(e);
        }
        return new PackReading.Read(progress.done, chunks, damaged);
    }

    /// How much of all is read.
    private static final class Reading {

        private final Consumer<Event> events;
        private final long total;
        private long done;

        Reading(Consumer<Event> events, long total) {
            this.events = events;
            this.total = total;
        }

        void read(int bytes) {
            done += bytes;
            events.accept(new Event.Progress(Event.Activity.READING, done, Math.max(done, total)));
        }
    }

    private List<ChunkFacts> facts(Collection<ChunkId> ids) {
        return home.ledger().views().chunks().facts(ids);
    }

    /// Chunks that the books have and the packs have not.
    private List<ChunkFacts> missing() {
        return home.ledger()
                .views()
                .chunks()
                .all()
                .filter(each -> each.held() && !isHere(each.id()))
                .limit(HURT_MAX)
                .toList();
    }

    private boolean isHere(ChunkId id) {
        return home.store().index().contains(id);
    }

    private int copiesElsewhere(ChunkFacts facts) {
        var roster = home.live().roster();
        return (int) facts.holders().stream().filter(roster::isAdmitted).count();
    }

    /// Waits while sound copies come. For those that nobody is known to have nobody waits.
    private void await(Set<ChunkId> hurt, Consumer<Event> events) throws InterruptedException {
        long most = -1;
        var left = PATIENCE;
        while (left.isPositive()) {
            long due = facts(hurt).stream().filter(this::isDue).count();
            long repaired = repaired(hurt);
            events.accept(new Event.Progress(Event.Activity.COPYING, repaired, repaired + due));
            if (due == 0) {
                return;
            }
            left = repaired > most ? PATIENCE : left.minus(LOOK_EVERY);
            most = Math.max(most, repaired);
            SteadyClock.sleep(LOOK_EVERY);
        }
    }

    private boolean isDue(ChunkFacts facts) {
        return facts.held() && !isHere(facts.id()) && copiesElsewhere(facts) > 0;
    }

    private long repaired(Set<ChunkId> hurt) {
        return hurt.stream().filter(this::isHere).count();
    }

    /// The files, by path, that have some of these chunks.
    List<String> paths(Collection<ChunkId> chunks) throws NodeException, InterruptedException {
        return List.copyOf(bearers(Set.copyOf(chunks)).keySet());
    }

    private Map<String, Set<ChunkId>> bearers(Set<ChunkId> chunks)
            throws NodeException, InterruptedException {
        var found = new TreeMap<String, Set<ChunkId>>();
        if (files.isPresent()) {
            files.get()
                    .bearers(
                            chunks,
                            (path, chunk) -> {
                                if (found.size() < FILES_MAX || found.containsKey(path)) {
                                    found.computeIfAbsent(path, _ -> new LinkedHashSet<>())
                                            .add(chunk);
                                }
                            });
        }
        return found;
    }

    private List<Outcome.Hurt> named(Map<ChunkId, Integer> hurt, Set<ChunkId> back)
            throws NodeException, InterruptedException {
        var named = new ArrayList<Outcome.Hurt>();
        if (!hurt.isEmpty()) {
            bearers(hurt.keySet())
                    .forEach(
                            (path, chunks) ->
                                    named.add(
                                            new Outcome.Hurt(
                                                    path,
                                                    chunks.size(),
                                                    fewest(chunks, hurt),
                                                    back.containsAll(chunks))));
        }
        return named;
    }

    private static int fewest(Set<ChunkId> chunks, Map<ChunkId, Integer> copies) {
        return chunks.stream().mapToInt(id -> copies.getOrDefault(id, 0)).min().orElse(0);
    }
}
