package dev.holdfast.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Upkeep over real rooms in memory; only the network is a method call.
@Timeout(60)
class UpkeepTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final VolumeId VOLUME = new VolumeId(new Hash(8, 8, 8, 8));

    private final Hamlet hamlet = new Hamlet(4);

    @AfterEach
    void all_go_home() {
        hamlet.close();
    }

    @Test
    void what_is_written_is_copied_and_every_holder_knows_the_others() throws Exception {
        hamlet.start();
        var chunks = IntStream.range(0, 300).mapToObj(i -> hamlet.write(0, "letter " + i)).toList();
        hamlet.wrote(0, chunks);
        for (var chunk : chunks) {
            hamlet.await(() -> hamlet.holders(chunk).size() == 3 && hamlet.allHoldersKnow(chunk));
        }
        hamlet.await(
                () ->
                        hamlet.upkeep(0).progress().owed() == 0
                                && hamlet.upkeep(0).progress().settled());
        assertThat(hamlet.upkeep(0).progress().minLive()).isEqualTo(3);
        assertThat(hamlet.upkeep(0).sentBytes()).isPositive();
    }

    @Test
    void a_restart_finds_in_the_catalog_what_is_still_owed() throws Exception {
        var chunk = hamlet.write(1, "written while nobody was there");
        hamlet.start();
        hamlet.await(() -> hamlet.holders(chunk).size() == 3);
    }

    @Test
    void a_device_that_comes_back_gets_what_nobody_else_could_take() throws Exception {
        hamlet.goesOffline(2);
        hamlet.goesOffline(3);
        hamlet.start();
        var chunk = hamlet.write(0, "for three");
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 2);
        assertThat(hamlet.upkeep(0).copiesPossible()).isEqualTo(2);
        hamlet.comesOnline(2);
        hamlet.await(() -> hamlet.holders(chunk).size() == 3);
    }

    @Test
    void J6_who_waits_for_copies_hears_of_them_when_chunk_and_name_are_there() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(0, "a postcard");
        var dot = new Dot(new Actor(hamlet.id(0), 1), 1);
        var wanted = new CopyWaits.Wanted(VOLUME, Set.of(dot), Set.of(chunk), hamlet.ids());
        try (var wait = open(wanted)) {
            assertThat(wait.await(1, Duration.ZERO, _ -> {})).isOne();
            hamlet.wrote(0, List.of(chunk));
            hamlet.await(() -> hamlet.holders(chunk).size() == 3);
            assertThat(wait.await(2, Duration.ZERO, _ -> {})).as("bytes without a name").isOne();
            for (DeviceId device : hamlet.ids()) {
                hamlet.waits(0).named(device, VOLUME, dot);
            }
            assertThat(wait.await(3, PATIENCE, _ -> {})).isEqualTo(3);
        }
    }

    @Test
    void J6_a_name_that_stood_before_counts_where_the_batch_that_wrote_it_is() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(0, "a known song");
        var old = new Dot(new Actor(hamlet.id(1), 1), 4);
        var fresh = new Dot(new Actor(hamlet.id(0), 1), 7);
        var wanted = new CopyWaits.Wanted(VOLUME, Set.of(old, fresh), Set.of(chunk), hamlet.ids());
        try (var wait = open(wanted)) {
            hamlet.wrote(0, List.of(chunk));
            hamlet.await(() -> hamlet.holders(chunk).size() == 3);
            for (DeviceId device : hamlet.ids()) {
                hamlet.waits(0).named(device, VOLUME, new Dot(fresh.actor(), 9));
            }
            assertThat(wait.await(2, Duration.ZERO, _ -> {})).as("one of two batches").isOne();
            for (DeviceId device : hamlet.ids()) {
                hamlet.waits(0).named(device, VOLUME, old);
            }
            assertThat(wait.await(3, PATIENCE, _ -> {})).isEqualTo(3);
        }
    }

    @Test
    void a_holder_that_lied_is_found_out_and_made_good() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(0, "sand");
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3 && hamlet.allHoldersKnow(chunk));
        int liar = hamlet.holders(chunk).stream().filter(i -> i != 0).findFirst().orElseThrow();
        hamlet.forgets(liar, chunk);
        hamlet.upkeep(0).lost(hamlet.id(liar), List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3);
    }

    @Test
    void a_device_whose_disk_lost_chunks_says_so_and_is_given_them_again() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(0, "a diary");
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3 && hamlet.allHoldersKnow(chunk));
        int loser = hamlet.holders(chunk).stream().filter(i -> i != 0).findFirst().orElseThrow();
        hamlet.restarts(loser, chunk);
        hamlet.await(() -> hamlet.holders(chunk).size() == 3 && hamlet.allHoldersKnow(chunk));
    }

    @Test
    void who_finds_its_own_copy_damaged_is_counted_no_more() throws Exception {
        hamlet.start();
        var chunk = hamlet.write(0, "a will");
        hamlet.wrote(0, List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3 && hamlet.allHoldersKnow(chunk));
        int other = hamlet.holders(chunk).stream().filter(i -> i != 0).findFirst().orElseThrow();
        hamlet.forgets(other, chunk);
        hamlet.upkeep(other).spoiled(List.of(chunk));
        hamlet.await(() -> hamlet.holders(chunk).size() == 3);
    }

    static ChunkId id(String content) {
        return new ChunkId(Sha256.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    private CopyWaits.Wait open(CopyWaits.Wanted wanted) {
        return hamlet.waits(0)
                .open(
                        wanted,
                        hamlet.id(0),
                        chunk -> hamlet.holders(chunk).contains(0),
                        hamlet.views(0));
    }
}
