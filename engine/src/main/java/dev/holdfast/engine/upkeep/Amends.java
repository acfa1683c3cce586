package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Parting.Loss;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes copies that the disk has lost out of the books, once enough others hold the chunks and all
/// have noted that these copies count no more. The others hear first: a crash in between leaves the
/// books as they were, and all is told again.
///
/// What others say that they hold is enough for copies of which nothing is left. Damaged bytes that
/// are put aside go only when a sound copy was read and stored here.
record Amends(Books books, PledgeDesk desk, Pledgers pledgers) {

    private static final Logger LOG = LoggerFactory.getLogger(Amends.class);

    /// @param lost chunks that the books have and the store has not
    /// @param round a random number never used before
    /// @return whether nothing is left that could be done while the same devices are there
    boolean make(List<ChunkId> lost, PoolView view, Hash round)
            throws InterruptedException, JournalException {
        var hearers = Loss.hearers(view);
        var vanished = desk.vanished(lost);
        if (vanished.isEmpty() || hearers.isEmpty()) {
            return true;
        }
        var due = due(vanished, hearers.get(), view);
        var ids = due.stream().map(ChunkFacts::id).toList();
        if (due.isEmpty() || !haveNoted(hearers.get(), round, ids)) {
            return false;
        }
        int gone = desk.forgo(due);
        LOG.info("{} chunks that the disk has lost are kept by others now.", gone);
        return gone == vanished.size();
    }

    /// Those of these that enough others hold. None when one of them does not answer.
    private List<ChunkFacts> due(List<ChunkId> lost, List<DeviceId> others, PoolView view)
            throws InterruptedException {
        Map<ChunkId, List<DeviceId>> holders = new HashMap<>();
        for (var device : others) {
            Optional<Set<ChunkId>> held = pledgers.held(device, lost);
            if (held.isEmpty()) {
                return List.of();
            }
            held.get()
                    .forEach(id -> holders.computeIfAbsent(id, _ -> new ArrayList<>()).add(device));
        }
        return books.losses(lost).stream()
                .filter(
                        facts ->
                                new Loss(facts.id(), books.copies(facts))
                                        .isMadeGood(
                                                holders.getOrDefault(facts.id(), List.of()), view))
                .toList();
    }

    private boolean haveNoted(List<DeviceId> others, Hash round, List<ChunkId> ids)
            throws InterruptedException {
        for (var device : others) {
            if (!pledgers.end(device, round, ids, true)) {
                return false;
            }
        }
        return true;
    }
}
