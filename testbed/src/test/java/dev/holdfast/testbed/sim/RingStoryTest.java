package dev.holdfast.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.Ring;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A thousand devices that keep few sessions find every record, also when a hundred leave at once.
@DisplayName("S2 a ring of 1,000 devices")
class RingStoryTest {

    private static final int DEVICES = 1000;
    private static final int LEAVING = 100;
    private static final int RECORDS = 1000;
    private static final Duration SETTLING = Duration.ofMinutes(1);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void few_sessions_few_hops_and_every_key_is_found_after_a_tenth_left_at_once(long seed) {
        var pool = new RingPool(seed, DEVICES, Ring::peers);
        pool.passes(SETTLING);
        var keys = pool.publish(RECORDS);
        checkSessions(pool);
        checkFound(pool, keys);

        pool.leave(LEAVING);
        checkFound(pool, keys);

        pool.notice();
        pool.passes(SETTLING);
        checkSessions(pool);
        checkFound(pool, keys);
    }

    @Test
    @DisplayName("S2 P3 a missing key is told without waiting for anybody")
    void a_missing_key_is_told_without_waiting_for_anybody() {
        var pool = new RingPool(4, DEVICES, Ring::peers);
        pool.passes(SETTLING);
        var missing = IntStream.range(0, 200).mapToObj(i -> RingPool.hash("missing", i));
        var found = pool.lookUp(missing.toList());
        assertThat(found.noSuch()).as(found.toString()).isEqualTo(200);
        assertThat(found.waits()).as(found.toString()).isZero();
    }

    @Test
    void sessions_beyond_the_ring_are_closed_when_nobody_uses_them() {
        var pool = new RingPool(5, 200, Ring::peers);
        pool.passes(SETTLING);
        pool.lookUp(pool.publish(300));
        assertThat(pool.there().stream().mapToInt(d -> d.sessions().size()).sum())
                .isGreaterThan(
                        pool.there().stream().mapToInt(d -> d.table().standing().size()).sum());
        pool.passes(SETTLING);
        checkSessions(pool);
    }

    @Test
    void a_ring_without_fingers_is_noticed() {
        var pool = new RingPool(6, DEVICES, RingStoryTest::neighbours);
        pool.passes(SETTLING);
        var found = pool.lookUp(pool.publish(100));
        assertThat(found.records() < 100 || found.hopsMax() > hopsMax(DEVICES))
                .as(found.toString())
                .isTrue();
    }

    private static Set<DeviceId> neighbours(Ring ring, DeviceId self) {
        var neighbours = new TreeSet<>(ring.closest(self.hash(), 5));
        neighbours.remove(self);
        return neighbours;
    }

    private static void checkSessions(RingPool pool) {
        int size = pool.there().size();
        for (var device : pool.there()) {
            assertThat(device.sessions()).isEqualTo(device.table().standing());
            assertThat((double) device.sessions().size()).isLessThanOrEqualTo(4 + 2 * log2(size));
        }
    }

    private static void checkFound(RingPool pool, List<Hash> keys) {
        var found = pool.lookUp(keys);
        assertThat(found.records()).as(found.toString()).isEqualTo(keys.size());
        assertThat((double) found.hopsMax())
                .as(found.toString())
                .isLessThanOrEqualTo(hopsMax(pool.there().size()));
    }

    private static double hopsMax(int devices) {
        return log2(devices) + 2;
    }

    private static double log2(int devices) {
        return Math.log(devices) / Math.log(2);
    }
}
