package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.memory.MemoryCatalog;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class ClaimsTest {

    private static final VolumeId FILES = new VolumeId(new Hash(1, 0, 0, 0));
    private static final ChunkId LEFT = new ChunkId(new Hash(2, 0, 0, 0));
    private static final ChunkId NAMED = new ChunkId(new Hash(3, 0, 0, 0));

    private final Ledger ledger;

    ClaimsTest() throws Exception {
        ledger = Ledger.open(new MemoryJournal(), new MemoryCatalog(BodyOpener.NONE));
        var ann = new DeviceId(new Hash(4, 0, 0, 0));
        ledger.commit(new IncarnationDrawn(new Actor(ann, 1)));
    }

    @Test
    void of_a_killed_put_nothing_is_offered_before_one_has_looked_what_it_left() throws Exception {
        var claim = new Claims(ledger).open(FILES);
        var claims = new Claims(ledger);
        assertThat(claims.unfinished()).containsExactly(claim);
        assertHeldBack(claims, claim);
    }

    @Test
    void of_a_put_that_was_broken_off_nothing_is_offered_before_either() throws Exception {
        var claims = new Claims(ledger);
        var claim = claims.open(FILES);
        assertThat(claims.isLeft(LEFT, List.of(claim))).isFalse();
        assertThat(claims.leave(claim)).isTrue();
        assertHeldBack(claims, claim);
    }

    private static void assertHeldBack(Claims claims, Stamp claim) {
        var other = new Stamp(FILES, claim.actor(), claim.claim() + 1);
        assertThat(claims.isLeft(NAMED, List.of(claim))).isTrue();
        assertThat(claims.isLeft(NAMED, List.of(claim, other))).isFalse();
        claims.found(claim, Set.of(LEFT));
        assertThat(claims.looked(claim)).isTrue();
        assertThat(claims.isLeft(NAMED, List.of(claim))).isFalse();
        assertThat(claims.isLeft(LEFT, List.of(claim))).isTrue();
        assertThat(claims.looked(claim)).isFalse();
    }

    @Test
    void where_one_cannot_tell_what_was_left_all_of_it_is_offered() throws Exception {
        var claim = new Claims(ledger).open(FILES);
        var claims = new Claims(ledger);
        assertThat(claims.looked(claim)).isTrue();
        assertThat(claims.isLeft(LEFT, List.of(claim))).isFalse();
        claims.offering(List.of(claim));
        assertThat(claims.unfinished()).isEmpty();
    }
}
