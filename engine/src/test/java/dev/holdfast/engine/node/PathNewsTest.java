package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.cluster.ClusterEvent.SightTurned;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class PathNewsTest {

    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final String TOLD = "bob cannot be reached from here; other devices hear it.";

    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final Chronicle chronicle = new Chronicle(() -> now);
    private final PathNews paths = new PathNews(chronicle, _ -> "bob", () -> now);

    @Test
    void a_path_that_breaks_again_and_again_is_told_once() throws Exception {
        for (int i = 0; i < 100; i++) {
            breaks();
            now = now.plus(HALF_A_MINUTE);
            mends();
            now = now.plus(HALF_A_MINUTE);
        }
        assertThat(told()).containsExactly(TOLD);
    }

    @Test
    void one_that_was_sound_for_a_while_is_told_again() throws Exception {
        breaks();
        now = now.plus(Duration.ofHours(5));
        mends();
        now = now.plus(PathNews.SOUND_AFTER);
        breaks();
        assertThat(told()).containsExactly(TOLD, TOLD);
    }

    @Test
    void a_device_that_nobody_hears_is_not_told_of_here() throws Exception {
        paths.turned(new SightTurned(BOB, Sight.REACHED, Sight.SUSPECT));
        paths.turned(new SightTurned(BOB, Sight.SUSPECT, Sight.GONE));
        assertThat(told()).isEmpty();
    }

    private void breaks() {
        paths.turned(new SightTurned(BOB, Sight.REACHED, Sight.ELSEWHERE));
    }

    private void mends() {
        paths.turned(new SightTurned(BOB, Sight.ELSEWHERE, Sight.REACHED));
    }

    private List<String> told() throws InterruptedException {
        var told = new ArrayList<String>();
        chronicle.tell(false, event -> told.add(((Event.Happened) event).what()));
        return told;
    }
}
