package dev.holdfast.engine.catalog;

import static dev.holdfast.engine.catalog.Scribe.VOLUME;
import static dev.holdfast.engine.catalog.Scribe.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.Scribe.Log;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOffered;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.record.JournalRecord.ClaimWithheld;
import dev.holdfast.engine.core.record.JournalRecord.CopiesConfirmed;
import dev.holdfast.engine.core.repair.Stamp;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// What every `Catalog` knows of claims, and of chunks that come for one.
public abstract class ClaimsContract {

    /// An empty catalog; the subclass closes it after the test.
    protected abstract Catalog emptyCatalog(BodyOpener opener);

    private final Log log = new Log();
    private final Scribe ann = new Scribe("ann");
    private final Scribe bob = new Scribe("bob");
    protected Catalog catalog;

    @BeforeEach
    void anEmptyCatalog() {
        catalog = emptyCatalog(BodyOpener.NONE);
    }

    private void apply(JournalRecord... records) {
        catalog.apply(log.add(records));
    }

    private Stamp claim(long n) {
        return new Stamp(VOLUME, ann.actor(), n);
    }

    private List<Stamp> stamps(ChunkId chunk) {
        return facts(chunk).stamps();
    }

    private ChunkFacts facts(ChunkId chunk) {
        return catalog.views().chunks().facts(List.of(chunk)).getFirst();
    }

    @Test
    void what_was_heard_of_copies_while_none_was_here_counts_no_more_when_one_comes() {
        var chunk = new ChunkId(hash("a"));
        apply(new CopiesConfirmed(bob.device(), List.of(chunk)));
        apply(new ChunksStamped(claim(1), 3, List.of(chunk)));
        assertThat(facts(chunk).holders()).isEmpty();
        apply(new CopiesConfirmed(bob.device(), List.of(chunk)));
        apply(new ChunksStamped(claim(2), 3, List.of(chunk)));
        assertThat(facts(chunk).holders()).containsExactly(bob.device());
    }

    @Test
    void counts_claims() {
        apply(new ClaimOpened(claim(1)), new ClaimOpened(claim(2)), new ClaimClosed(claim(1)));
        var self = catalog.views().self();
        assertThat(self.openClaims()).containsExactly(claim(2));
        assertThat(self.lastClaim(VOLUME, ann.actor())).isEqualTo(2);
        apply(new ClaimClosed(claim(2)));
        assertThat(self.openClaims()).isEmpty();
        assertThat(self.lastClaim(VOLUME, ann.actor())).isEqualTo(2);
        assertThat(self.lastClaim(VOLUME, bob.actor())).isZero();
        assertThat(self.lastClaim(new VolumeId(hash("other")), ann.actor())).isZero();
    }

    @Test
    void knows_of_which_open_claims_nothing_was_offered() {
        var self = catalog.views().self();
        apply(new ClaimOpened(claim(1)), new ClaimOpened(claim(2)), new ClaimOpened(claim(3)));
        assertThat(self.withheldClaims()).as("nothing says so").isEmpty();
        apply(new ClaimWithheld(claim(1)), new ClaimWithheld(claim(2)));
        assertThat(self.withheldClaims()).containsExactly(claim(1), claim(2));
        apply(new ClaimOffered(claim(2)), new ClaimClosed(claim(1)));
        assertThat(self.withheldClaims()).isEmpty();
        assertThat(self.openClaims()).containsExactly(claim(2), claim(3));
        apply(new ClaimWithheld(claim(1)));
        assertThat(self.withheldClaims()).as("it is closed").isEmpty();
    }

    @Test
    void a_chunk_that_two_claims_wanted_is_told_from_one_that_only_the_latest_did() {
        var one = new ChunkId(hash("one"));
        var both = new ChunkId(hash("both"));
        apply(new ChunksStamped(claim(7), 3, List.of(one, both)));
        apply(new ChunksStamped(claim(3), 3, List.of(both)));
        apply(new ChunksStamped(claim(5), 3, List.of(both)));
        apply(new ChunksStamped(claim(7), 3, List.of(one, both)));
        assertThat(stamps(one)).containsExactly(claim(7));
        assertThat(stamps(both)).containsExactlyInAnyOrder(claim(3), claim(7));
    }
}
