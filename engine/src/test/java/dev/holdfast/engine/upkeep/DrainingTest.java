package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A device whose copies go to others, and one that the others do without, over real rooms in
/// memory; only the network is a method call.
@Timeout(60)
class DrainingTest {

    private static final Hash ROUND = new Hash(1, 2, 3, 4);

    private final Hamlet hamlet = new Hamlet(5);

    @AfterEach
    void all_go_home() {
        hamlet.close();
    }

    @Test
    void what_a_drained_device_held_is_with_three_others_and_nothing_is_left_with_it()
            throws Exception {
        hamlet.start();
        hamlet.startEvicting();
        var chunks = IntStream.range(0, 100).mapToObj(i -> hamlet.write(4, "letter " + i)).toList();
        hamlet.wrote(4, chunks);
        for (var chunk : chunks) {
            hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
        }
        assertThat(chunks).anyMatch(chunk -> hamlet.holders(chunk).contains(4));

        hamlet.drains(4);
        for (var chunk : chunks) {
            hamlet.await(() -> !hamlet.holders(chunk).contains(4));
            assertThat(hamlet.holders(chunk)).hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(hamlet.views(4).chunks().held()).isZero();
    }

    @Test
    void a_chunk_that_only_the_drained_device_has_is_given_by_it() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(4, "the only copy");
        hamlet.startEvicting();
        hamlet.drains(4);
        hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
        assertThat(hamlet.owners(chunk)).doesNotContain(4).hasSize(3);
    }

    @Test
    void nobody_waits_for_a_parked_device_or_counts_its_copies() throws Exception {
        var chunk = ownedBy(2, 3, 4);
        hamlet.goesOffline(4);
        hamlet.start();
        hamlet.startEvicting();
        hamlet.wrote(0, List.of(chunk));
        hamlet.upkeep(0).confirmed(List.of(chunk), List.of(hamlet.id(4)));
        hamlet.await(() -> hamlet.holders(chunk).size() > 2 && counts(0, 4, chunk));
        assertThat(hamlet.holders(chunk)).contains(0);

        hamlet.parks(4);
        hamlet.await(() -> !counts(0, 4, chunk));
        hamlet.evictions(0).stir();
        hamlet.await(() -> hamlet.holders(chunk).equals(hamlet.owners(chunk)));
        assertThat(hamlet.owners(chunk)).doesNotContain(4).hasSize(3);
    }

    @Test
    void a_pledge_to_a_parked_device_stands_until_it_is_removed_for_it_may_come_back()
            throws Exception {
        var chunk = ownedBy(0, 1, 2);
        var other = ownedBy(0, 1, 3);
        hamlet.start();
        hamlet.startEvicting();
        assertThat(hamlet.evictions(0).asked(hamlet.id(4), ROUND, List.of(chunk))).hasSize(1);
        assertThat(hamlet.evictions(0).asked(hamlet.id(3), ROUND, List.of(other))).hasSize(1);
        hamlet.goesOffline(4);
        hamlet.parks(4);
        // The end of another's pledge comes after whatever the parking ends.
        hamlet.removes(0, 3);
        hamlet.await(() -> hamlet.views(0).pledges().of(other).isEmpty());
        assertThat(hamlet.views(0).pledges().of(chunk)).hasSize(1);
        hamlet.removes(0, 4);
        hamlet.await(() -> hamlet.views(0).pledges().of(chunk).isEmpty());
    }

    private ChunkId ownedBy(Integer... owners) {
        int i = 0;
        while (!hamlet.owners(UpkeepTest.id("note " + i)).equals(Set.of(owners))) {
            i++;
        }
        return hamlet.write(0, "note " + i);
    }

    private boolean counts(int house, int holder, ChunkId chunk) {
        return hamlet.views(house).chunks().facts(List.of(chunk)).stream()
                .anyMatch(facts -> facts.holders().contains(hamlet.id(holder)));
    }
}
