package dev.holdfast.engine.crash;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.store.StoreException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Everything that a device shows of itself.
///
/// @param booked the chunks that its catalog says it holds
/// @param stored the chunks that its store has
/// @param opened those that it had before it removed what is in no book
/// @param stamps why it keeps them
/// @param troubles what it could not give, though it says it can
/// @param unsound what is wrong with chunks that its catalog says it holds
record Found(
        Map<String, byte[]> names,
        Set<ChunkId> booked,
        Set<ChunkId> stored,
        Set<ChunkId> opened,
        Map<ChunkId, Set<Stamp>> stamps,
        List<String> troubles,
        Map<ChunkId, String> unsound) {

    static Found of(Machine machine) throws NodeException, InterruptedException {
        var troubles = new ArrayList<String>();
        Map<ChunkId, String> unsound = new TreeMap<>();
        var booked = new HashSet<ChunkId>();
        Map<ChunkId, Set<Stamp>> stamps = new TreeMap<>();
        var sealed = ByteBuffer.allocate(ChunkRef.SEALED_MAX);
        for (var facts : facts(machine)) {
            if (facts.held()) {
                booked.add(facts.id());
                stamps.put(facts.id(), Set.copyOf(facts.stamps()));
                if (facts.stamps().isEmpty()) {
                    troubles.add("chunk " + facts.id() + " is held and has no stamp");
                }
                check(machine, facts.id(), sealed.clear())
                        .ifPresent(what -> unsound.put(facts.id(), what));
            }
        }
        Map<String, byte[]> names = new TreeMap<>();
        try {
            names.putAll(machine.all());
        } catch (NodeException e) {
            troubles.add("a file is shown and cannot be read: " + e.getMessage());
        }
        var stored = new HashSet<>(machine.store().index().ids().toList());
        return new Found(names, booked, stored, machine.found(), stamps, troubles, unsound);
    }

    private static List<ChunkFacts> facts(Machine machine) {
        return machine.ledger().views().chunks().all().toList();
    }

    private static Optional<String> check(Machine machine, ChunkId id, ByteBuffer sealed) {
        try {
            return machine.store().read(id, sealed)
                    ? Optional.empty()
                    : Optional.of("chunk " + id + " is in the catalog and in no pack");
        } catch (StoreException e) {
            return Optional.of("chunk " + id + " is in the catalog and damaged: " + e.getMessage());
        }
    }

    /// What differs in another look at the same device.
    List<String> differences(Found other) {
        var differences = new ArrayList<String>();
        if (!names.keySet().equals(other.names.keySet())) {
            differences.add("names " + names.keySet() + ", then " + other.names.keySet());
        }
        names.forEach(
                (name, content) -> {
                    if (!Arrays.equals(content, other.names.getOrDefault(name, content))) {
                        differences.add(name + " has another content");
                    }
                });
        if (!booked.equals(other.booked) || !stamps.equals(other.stamps)) {
            differences.add("the catalog: " + booked + ", then " + other.booked);
        }
        if (!stored.equals(other.stored)) {
            differences.add("the packs: " + stored + ", then " + other.stored);
        }
        return differences;
    }
}
