package dev.holdfast.engine.collecting;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.core.collect.Brake;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.upkeep.Retiring;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the chunks that nobody needs, and deletes those of which that has been known for long
/// enough. One look at a time.
public final class Discarding {

    /// Chunks that are deleted together.
    private static final int PAGE_CHUNKS = 512;

    /// Orphans that are listed: what is read by a person, and fits an answer.
    private static final int ORPHANS_MAX = 1_000;

    /// What a person is told to do when much would go.
    public static final String CONFIRM = "`holdfast collect --confirm`";

    private static final Logger LOG = LoggerFactory.getLogger(Discarding.class);

    /// Deletes a few chunks, once all others have heard that these copies count no more.
    @FunctionalInterface
    public interface Retire {

        /// @return how many have gone
        int retire(List<ChunkFacts> dead, Retiring.Late late)
                throws InterruptedException, JournalException;
    }

    /// Finds out what nobody needs.
    public interface Judge {

        /// How far the writers are heard.
        ///
        /// @throws DoubtException when not all of it could be looked into
        Map<VolumeId, VersionVector> heard() throws DoubtException;

        /// @param ripe trims and ends of claims count up to these batches; all where it is empty
        Verdict verdict(Optional<Map<VolumeId, VersionVector>> ripe, Instant now)
                throws DoubtException, InterruptedException;
    }

    /// What was found out.
    public interface Verdict {

        /// The chunks held here that nobody needs.
        List<ChunkFacts> dead();

        /// Whether a person has asked for all to go that went out of use.
        boolean isConfirmed();

        /// Those of these that are needed by what came to be known since.
        ///
        /// @return empty when that cannot be told
        Optional<Set<ChunkId>> needed(List<ChunkFacts> page) throws InterruptedException;
    }

    /// Keeps, over a restart, how far this device was at some times before.
    public interface Notes {

        Marks read();

        /// Durable on return.
        void write(Marks marks) throws IOException;
    }

    /// What this leans on.
    public record Ports(Notes marks, Retire retire) {}

    private final Archive home;
    private final Condemned condemned;
    private final Ports ports;
    private final Duration age;

    /// @param condemned is told what nobody needs
    /// @param age how long it must have been known that nobody needs a chunk
    public Discarding(Archive home, Condemned condemned, Ports ports, Duration age) {
        this.home = home;
        this.condemned = condemned;
        this.ports = ports;
        this.age = age;
    }

    /// @param isConfirmed whether a person agrees to much of it
    public Outcome.Collected discard(Judge judge, Instant now, boolean isConfirmed)
            throws DoubtException, IOException, InterruptedException, JournalException {
        var marks = noted(judge, now);
        var verdict = judge.verdict(Optional.empty(), now);
        var dead = verdict.dead();
        var waiting = new ArrayList<String>();
        condemned.become(dead);
        var ripe = marks.ripe(now, age);
        var due = List.<ChunkFacts>of();
        if (ripe.isPresent() && !dead.isEmpty()) {
            verdict = judge.verdict(Optional.of(ripe.get().held()), now);
            due = verdict.dead();
        }
        if (Brake.holds(due.size(), held()) && !verdict.isConfirmed() && !isConfirmed) {
            waiting.add(
                    "%d of %d chunks would be deleted, as nobody needs them. That is much: %s lets them."
                            .formatted(due.size(), held(), CONFIRM));
            due = List.of();
        }
        long bytes = bytes(due);
        int gone = retire(due, verdict);
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
                gone,
                bytes - left,
                dead.size() - gone,
                bytes(dead),
                orphans(dead),
                List.copyOf(waiting));
    }

    /// Which of these are still here, as far as they are listed.
    private List<String> orphans(List<ChunkFacts> dead) {
        return dead.stream()
                .map(ChunkFacts::id)
                .filter(id -> home.store().index().length(id).isPresent())
                .map(ChunkId::toString)
                .sorted()
                .limit(ORPHANS_MAX)
                .toList();
    }

    /// From now on this device knows for how long it has known what it knows now.
    private Marks noted(Judge judge, Instant now) throws DoubtException, IOException {
        var note = new Marks.Note(now, judge.heard());
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

    private int retire(List<ChunkFacts> due, Verdict verdict)
            throws InterruptedException, JournalException {
        int gone = 0;
        for (int from = 0; from < due.size(); from += PAGE_CHUNKS) {
            var page = due.subList(from, Math.min(due.size(), from + PAGE_CHUNKS));
            gone += ports.retire.retire(page, () -> verdict.needed(page));
        }
        return gone;
    }
}
