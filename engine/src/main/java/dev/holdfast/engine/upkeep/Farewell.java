package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledges.Event.MayGo;
import dev.holdfast.engine.upkeep.PledgeDesk.Letter;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Parts from a few copies at once: gives them to their owners, asks for pledges, and drops those
/// that enough devices have pledged.
record Farewell(Books books, PledgeDesk desk, Evictions.Ways ways, Upkeep upkeep) {

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    /// @param round a random number never used before
    /// @return the chunks that are gone
    Set<ChunkId> part(List<Parting> partings, Hash round)
            throws InterruptedException, JournalException {
        var before = facts(partings);
        var ready = give(partings);
        introduce(ready);
        var proofs = desk.proofs(round, ready.stream().map(p -> p.chunk().id()).toList());
        var wishes =
                ready.stream()
                        .filter(parting -> proofs.containsKey(parting.chunk().id()))
                        .filter(parting -> before.containsKey(parting.chunk().id()))
                        .map(parting -> wish(parting, round))
                        .toList();
        var questions = desk.ask(wishes);
        var asked = new LinkedHashMap<ChunkId, ChunkFacts>();
        questions.values().forEach(ids -> ids.forEach(id -> asked.put(id, before.get(id))));
        var ends = desk.conclude(asked, answers(questions, proofs));
        tell(ends);
        var gone = new TreeSet<ChunkId>();
        ends.forEach((letter, ids) -> gone.addAll(letter.isDropped() ? ids : List.of()));
        LOG.debug("{} of {} copies that belong elsewhere are gone.", gone.size(), partings.size());
        return gone;
    }

    private static MayGo wish(Parting parting, Hash round) {
        return new MayGo(parting.chunk().id(), parting.pledges(), parting.asked(), round);
    }

    /// As the chunks stand before their stamps are handed over.
    private Map<ChunkId, ChunkFacts> facts(List<Parting> partings) {
        var facts = new HashMap<ChunkId, ChunkFacts>();
        var ids = partings.stream().map(parting -> parting.chunk().id()).toList();
        books.ledger().views().chunks().facts(ids).forEach(each -> facts.put(each.id(), each));
        return facts;
    }

    /// Gives every owner its chunks; one that has a chunk already takes only why it is kept.
    ///
    /// @return those that all their owners have now
    private List<Parting> give(List<Parting> partings) throws InterruptedException {
        var byOwner = new LinkedHashMap<DeviceId, List<HeldChunk>>();
        for (var parting : partings) {
            for (var owner : parting.owners()) {
                byOwner.computeIfAbsent(owner, _ -> new ArrayList<>()).add(parting.chunk());
            }
        }
        var lacking = new TreeSet<ChunkId>();
        for (var owner : byOwner.keySet()) {
            var chunks = byOwner.getOrDefault(owner, List.of());
            long since = upkeep.beliefs().mark();
            var outcome = ways.pusher().push(owner, chunks);
            var stored = Set.copyOf(upkeep.beliefs().answered(owner, outcome, since).stored());
            chunks.stream()
                    .map(HeldChunk::id)
                    .filter(id -> !stored.contains(id))
                    .forEach(lacking::add);
        }
        return partings.stream().filter(p -> !lacking.contains(p.chunk().id())).toList();
    }

    /// The owners hear of one another before they are told to count this device's copy no more.
    private void introduce(List<Parting> partings) throws InterruptedException {
        var byOwners = new LinkedHashMap<List<DeviceId>, List<ChunkId>>();
        for (var parting : partings) {
            var owners = parting.owners().stream().sorted().toList();
            byOwners.computeIfAbsent(owners, _ -> new ArrayList<>()).add(parting.chunk().id());
        }
        for (var each : byOwners.entrySet()) {
            for (var owner : each.getKey()) {
                var others = each.getKey().stream().filter(o -> !o.equals(owner)).toList();
                if (!others.isEmpty()) {
                    ways.pusher().tell(owner, each.getValue(), others);
                }
            }
        }
    }

    /// What is answered to the questions. A yes whose proof does not hold is no answer: it frees
    /// nobody, and its giver is told the end all the same.
    private Map<Pledge, Boolean> answers(
            Map<Letter, List<ChunkId>> questions, Map<ChunkId, Hash> proofs)
            throws InterruptedException {
        var answers = new LinkedHashMap<Pledge, Boolean>();
        for (var question : questions.entrySet()) {
            var pledger = question.getKey().device();
            var round = question.getKey().round();
            var given = ways.pledgers().ask(pledger, round, question.getValue());
            if (given.isPresent()) {
                for (var id : question.getValue()) {
                    var proof = given.get().get(id);
                    boolean isGiven = proof != null;
                    if (proof == null || proof.equals(proofs.get(id))) {
                        answers.put(new Pledge(id, desk.self(), pledger, round), isGiven);
                    }
                }
            }
        }
        return answers;
    }

    /// Tells devices how askings ended. Who does not note it is told again later.
    void tell(Map<Letter, List<ChunkId>> ends) throws InterruptedException, JournalException {
        for (var end : ends.entrySet()) {
            var letter = end.getKey();
            var ids = end.getValue();
            if (ways.pledgers().end(letter.device(), letter.round(), ids, letter.isDropped())) {
                desk.noted(letter.device(), letter.round(), ids);
            }
        }
    }
}
