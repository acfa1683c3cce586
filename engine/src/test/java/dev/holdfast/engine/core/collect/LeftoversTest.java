package dev.holdfast.engine.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What an unfinished put has left, and when it may go.
class LeftoversTest {

    private static final Hash ROOT = new Hash(9, 9, 9, 9);
    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final VolumeId FILES = new VolumeId(new Hash(3, 0, 0, 0));
    private static final VolumeId OTHER = new VolumeId(new Hash(4, 0, 0, 0));
    private static final Actor ACTOR = new Actor(ANN, 1);
    private static final Stamp CLAIM = new Stamp(FILES, ACTOR, 7);

    private final Leftovers leftovers = new Leftovers(CLAIM);

    private static ChunkId chunk(long n) {
        return new ChunkId(new Hash(5, 0, 0, n));
    }

    private static ChunkRef ref(long n) {
        return new ChunkRef(chunk(n), new ChunkKey(new Hash(6, 0, 0, n)), 10);
    }

    @Test
    void what_only_the_claim_wanted_and_nobody_has_is_left() {
        leftovers.held(chunk(1), List.of(CLAIM), Set.of());
        assertThat(leftovers.left()).containsExactly(chunk(1));
    }

    @Test
    void what_anybody_else_wanted_is_not() {
        var others =
                List.of(
                        new Stamp(FILES, ACTOR, 6),
                        new Stamp(FILES, ACTOR, 8),
                        new Stamp(OTHER, ACTOR, 7),
                        new Stamp(FILES, new Actor(ANN, 2), 7),
                        new Stamp(FILES, new Actor(BOB, 1), 7));
        for (int i = 0; i < others.size(); i++) {
            leftovers.held(chunk(i), List.of(CLAIM, others.get(i)), Set.of());
            leftovers.held(chunk(100 + i), List.of(others.get(i)), Set.of());
        }
        leftovers.held(chunk(200), List.of(), Set.of());
        assertThat(leftovers.left()).isEmpty();
    }

    @Test
    void what_another_device_has_is_not() {
        leftovers.held(chunk(1), List.of(CLAIM), Set.of(BOB));
        assertThat(leftovers.left()).isEmpty();
    }

    @Test
    void what_a_name_needs_is_not() {
        leftovers.held(chunk(1), List.of(CLAIM), Set.of());
        leftovers.held(chunk(2), List.of(CLAIM), Set.of());
        assertThat(leftovers.named(new Content.Empty())).isFalse();
        assertThat(leftovers.named(new Content.One(ref(1), ROOT))).isFalse();
        assertThat(leftovers.left()).containsExactly(chunk(2));
    }

    @Test
    void only_lists_that_the_put_itself_wrote_need_be_read() {
        leftovers.held(chunk(1), List.of(CLAIM), Set.of());
        leftovers.held(chunk(2), List.of(CLAIM), Set.of());
        leftovers.held(chunk(3), List.of(CLAIM), Set.of());
        assertThat(leftovers.named(new Content.Tree(ref(50), 1, 20, ROOT)))
                .as("whoever wrote this list has stamped all in it")
                .isFalse();
        assertThat(leftovers.named(new Content.Tree(ref(1), 1, 20, ROOT))).isTrue();
        leftovers.needed(chunk(1));
        leftovers.needed(chunk(2));
        assertThat(leftovers.left()).containsExactly(chunk(3));
    }

    @Test
    void time_runs_for_each_put_from_when_it_was_first_seen_unfinished() {
        var grace = new Grace(Duration.ofHours(1));
        var start = Instant.EPOCH;
        var later = new Stamp(FILES, ACTOR, 9);
        assertThat(grace.over(Set.of(CLAIM), start)).isEmpty();
        var half = start.plus(Duration.ofMinutes(30));
        assertThat(grace.over(Set.of(CLAIM, later), half)).isEmpty();
        var full = start.plus(Duration.ofHours(1));
        assertThat(grace.over(Set.of(CLAIM, later), full.minusNanos(1))).isEmpty();
        assertThat(grace.over(Set.of(CLAIM, later), full)).containsExactly(CLAIM);
        assertThat(grace.over(Set.of(later), full.plus(Duration.ofMinutes(30))))
                .containsExactly(later);
    }

    @Test
    void a_put_that_was_over_and_is_unfinished_again_gets_its_time_anew() {
        var grace = new Grace(Duration.ofHours(1));
        var start = Instant.EPOCH;
        grace.over(Set.of(CLAIM), start);
        grace.over(Set.of(), start.plusSeconds(10));
        assertThat(grace.over(Set.of(CLAIM), start.plus(Duration.ofHours(1)))).isEmpty();
    }
}
