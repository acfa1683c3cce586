package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.collect.Brake;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.node.Past.DoubtException;
import dev.holdfast.engine.upkeep.Retiring;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the chunks that nobody needs, and deletes those of which that has been known for long
/// enough. One look at a time.
final class Discarding {

    /// Chunks that are deleted together.
    private static final int PAGE_CHUNKS = 512;

    /// What a person is told to do when much would go.
    static final String CONFIRM = "`holdfast collect --confirm`";

    private static final Logger LOG = LoggerFactory.getLogger(Discarding.class);

    /// Deletes a few chunks, once all others have heard that these copies count no more.
    @FunctionalInterface
    interface Retire {

        /// @return how many have gone
        int retire(List<ChunkFacts> dead, Retiring.Late late)
                throws InterruptedException, JournalException;
    }

    /// What this leans on.
    ///
    /// @param fetch gives lists of chunks that lie on other devices
    record Ports(MarkFile marks, Survey.Fetch fetch, Retire retire) {}

    private final Archive home;
    private final Condemned condemned;
    private final Ports ports;
    private final Duration age;

    /// @param condemned is told what nobody needs
    /// @param age how long it must have been known that nobody needs a chunk
    Discarding(Archive home, Condemned condemned, Ports ports, Duration age) {
        this.home = home;
        this.condemned = condemned;
        this.ports = ports;
        this.age = age;
    }

    /// @param isConfirmed whether a person agrees to much of it
    Outcome.Collected discard(Sealer sealer, Instant now, boolean isConfirmed)
            throws DoubtException, IOException, InterruptedException, JournalException {
        var marks = noted(now);
        var survey = Survey.of(home, sealer, ports.fetch, Optional.empty(), now);
        var dead = survey.dead();
        var waiting = new ArrayList<String>();
        condemned.become(dead);
        var ripe = marks.ripe(now, age);
        var due = List.<ChunkFacts>of();
        if (ripe.isPresent() && !dead.isEmpty()) {
            survey = Survey.of(home, sealer, ports.fetch, Optional.of(ripe.get().held()), now);
            due = survey.dead();
        }
        if (Brake.holds(due.size(), held()) && !survey.isConfirmed() && !isConfirmed) {
            waiting.add(
                    "%d of %d chunks would be deleted, as nobody needs them. That is much: %s lets them."
                            .formatted(due.size(), held(), CONFIRM));
            due = List.of();
        }
        long bytes = bytes(due);
        int gone = retire(due, survey);
        if (gone < due.size()) {
            waiting.add(
                    "A device cannot be reached that may count copies here, or a put needs some.");
        }
        long left = gone < due.size() ? bytes(due) : 0;
        if (gone > 0) {
            LOG.info(
                    "Deleted {} chunks that nobody needs; {} more wait.", gone, dead.size() - gone);
        }
        return new Outcome.Collected(
                gone, bytes - left, dead.size() - gone, bytes(dead), List.copyOf(waiting));
    }

    /// From now on this device knows for how long it has known what it knows now.
    private Marks noted(Instant now) throws DoubtException, IOException {
        var note = new Marks.Note(now, Past.now(home).held());
        var before = ports.marks.read();
        var marks = before.with(note, age);
        if (!marks.equals(before)) {
            ports.marks.write(marks);
        }
        return marks;
    }

    private long held() {
        return home.ledger().views().chunks().held();
    }

    private long bytes(List<ChunkFacts> chunks) {
        return chunks.stream()
                .mapToLong(facts -> home.store().index().length(facts.id()).orElse(0))
                .sum();
    }

    private int retire(List<ChunkFacts> due, Survey survey)
            throws InterruptedException, JournalException {
        int gone = 0;
        for (int from = 0; from < due.size(); from += PAGE_CHUNKS) {
            var page = due.subList(from, Math.min(due.size(), from + PAGE_CHUNKS));
            gone += ports.retire.retire(page, () -> needed(page, survey));
        }
        return gone;
    }

    private static Optional<Set<ChunkId>> needed(List<ChunkFacts> page, Survey survey)
            throws InterruptedException {
        return survey.later()
                .map(
                        late -> {
                            var needed = new TreeSet<ChunkId>();
                            page.stream()
                                    .map(ChunkFacts::id)
                                    .filter(late::contains)
                                    .forEach(needed::add);
                            return new HashSet<>(needed);
                        });
    }
}
