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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads all that a running device keeps, tells what of it is damaged or gone, and lets go of
/// damaged copies that other devices have sound: they hear of it, and bring them back.
///
/// @param place where the packs are
record Scrubbing(HomeFiles place, OpenHome home, Network network, Files files) {

    /// Chunks that are told apart, and files that are named.
    private static final int HURT_MAX = 1 << 16;

    private static final int FILES_MAX = 1000;

    Outcome.Scrubbed scrub(Command.Scrub command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        long began = System.nanoTime();
        var read = read(place, events);
        var took = Duration.ofNanos(System.nanoTime() - began);
        var hurt = new LinkedHashMap<ChunkId, Integer>();
        facts(damaged(read)).forEach(each -> hurt.put(each.id(), copiesElsewhere(each)));
        int damaged = hurt.size();
        missing().forEach(each -> hurt.putIfAbsent(each.id(), copiesElsewhere(each)));
        var named = named(hurt);
        if (command.forget()) {
            forget(hurt);
        }
        return new Outcome.Scrubbed(
                read.bytes(),
                read.chunks(),
                damaged,
                hurt.size() - damaged,
                hurt.values().stream().filter(copies -> copies == 0).count(),
                named,
                took);
    }

    /// Reads the packs of a home, whether its device runs or not.
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

    /// One that was let go meanwhile is not missed.
    private List<ChunkId> damaged(PackAudit.Read read) {
        return read.damaged().stream().filter(home.store().index()::contains).toList();
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
                .filter(each -> each.held() && !home.store().index().contains(each.id()))
                .limit(HURT_MAX)
                .toList();
    }

    private int copiesElsewhere(ChunkFacts facts) {
        var roster = home.live().roster();
        return (int) facts.holders().stream().filter(roster::isAdmitted).count();
    }

    private List<Outcome.Hurt> named(Map<ChunkId, Integer> hurt)
            throws NodeException, InterruptedException {
        if (hurt.isEmpty()) {
            return List.of();
        }
        var found = new TreeMap<String, Set<ChunkId>>();
        files.bearers(
                hurt.keySet(),
                (path, chunk) -> {
                    if (found.size() < FILES_MAX || found.containsKey(path)) {
                        found.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(chunk);
                    }
                });
        var named = new ArrayList<Outcome.Hurt>();
        found.forEach(
                (path, chunks) ->
                        named.add(
                                new Outcome.Hurt(
                                        path,
                                        chunks.size(),
                                        chunks.stream()
                                                .mapToInt(id -> hurt.getOrDefault(id, 0))
                                                .min()
                                                .orElse(0))));
        return named;
    }

    /// Never the last copy: of a damaged one, something may still be saved by other means.
    private void forget(Map<ChunkId, Integer> hurt) throws NodeException, InterruptedException {
        var elsewhere = new ArrayList<ChunkId>();
        hurt.forEach(
                (id, copies) -> {
                    if (copies > 0) {
                        elsewhere.add(id);
                    }
                });
        try (var going = home.pins().going(elsewhere)) {
            home.store().remove(elsewhere.stream().filter(going::contains).toList());
            home.store().sync();
        } catch (StoreException e) {
            throw Failures.of(e);
        }
        network.upkeep().spoiled(elsewhere);
    }
}
