package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Devices in a circle, whatever their ids.
class RingTest {

    private static final BigInteger ALL = BigInteger.TWO.pow(256);
    private final Random random = new Random(5);

    @Test
    void everybody_keeps_few_sessions_however_many_devices_there_are_and_wherever_their_ids_lie() {
        for (int n : new int[] {1, 2, 3, 4, 5, 8, 9, 31, 100, 1000}) {
            for (var devices : List.of(devices(n, random), crowded(n))) {
                var ring = Ring.of(devices);
                for (var device : devices) {
                    double log = Math.log(n) / Math.log(2);
                    assertThat(ring.peers(device).size()).isLessThanOrEqualTo((int) (4 + 2 * log));
                }
            }
        }
    }

    @Test
    void a_session_that_one_side_wants_is_wanted_by_the_other() {
        var devices = devices(100, random);
        var ring = Ring.of(devices);
        for (var device : devices) {
            assertThat(ring.peers(device))
                    .doesNotContain(device)
                    .allSatisfy(peer -> assertThat(ring.peers(peer)).contains(device));
        }
    }

    @Test
    void the_two_devices_on_either_side_are_among_them() {
        var devices = devices(50, random).stream().sorted().toList();
        var ring = Ring.of(devices);
        for (int i = 0; i < 50; i++) {
            assertThat(ring.peers(devices.get(i)))
                    .contains(
                            devices.get((i + 1) % 50),
                            devices.get((i + 2) % 50),
                            devices.get((i + 49) % 50),
                            devices.get((i + 48) % 50));
        }
    }

    @Test
    void five_devices_know_each_other() {
        var devices = devices(5, random);
        assertThat(Ring.of(devices).peers(devices.getFirst())).hasSize(4);
    }

    @Test
    void a_device_outside_has_no_sessions_and_one_alone_has_none_either() {
        var devices = devices(2, random);
        assertThat(Ring.of(devices(9, random)).peers(devices.getFirst())).isEmpty();
        assertThat(Ring.of(devices.subList(0, 1)).peers(devices.getFirst())).isEmpty();
        assertThat(Ring.of(List.of()).recordHolders(hash(random))).isEmpty();
    }

    @Test
    void those_closest_to_a_place_are_found_on_both_sides_of_it_and_across_the_end_of_all_ids() {
        for (int n : new int[] {1, 2, 3, 7, 40}) {
            var devices = devices(n, random);
            for (int i = 0; i < 50; i++) {
                var place = i == 0 ? new Hash(0, 0, 0, 1) : hash(random);
                var expected = new ArrayList<>(devices);
                expected.sort(Comparator.comparing(device -> apart(device.hash(), place)));
                assertThat(Ring.of(devices).closest(place, 8))
                        .isEqualTo(expected.subList(0, Math.min(n, 8)));
                assertThat(Distance.between(devices.getFirst().hash(), place).toBytes())
                        .asHexString()
                        .isEqualToIgnoringCase(hex(apart(devices.getFirst().hash(), place)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 127, 128, 192, 255, 256})
    void places_beside_each_other_are_one_apart_wherever_they_lie(int bit) {
        var above = BigInteger.TWO.pow(bit);
        var below = above.subtract(BigInteger.ONE);
        var there = Hash.parse(hex(above.mod(ALL)));
        var here = Hash.parse(hex(below));
        assertThat(Distance.between(there, here)).isEqualTo(new Hash(0, 0, 0, 1));
        assertThat(Distance.between(here, there)).isEqualTo(new Hash(0, 0, 0, 1));
    }

    @Test
    void in_a_small_pool_everybody_keeps_every_record_and_in_a_large_one_the_closest_do() {
        var some = devices(32, random);
        assertThat(Ring.of(some).recordHolders(hash(random)))
                .containsExactlyInAnyOrderElementsOf(some);
        var place = hash(random);
        var many = Ring.of(devices(33, random));
        assertThat(many.recordHolders(place)).isEqualTo(many.closest(place, 8));
    }

    @Test
    void it_is_the_same_ring_in_whatever_order_devices_are_named() {
        var devices = devices(20, random);
        var shuffled = new ArrayList<>(devices);
        Collections.shuffle(shuffled, random);
        shuffled.add(devices.getFirst());
        assertThat(Ring.of(shuffled))
                .isEqualTo(Ring.of(devices))
                .hasSameHashCodeAs(Ring.of(devices));
    }

    private static BigInteger apart(Hash a, Hash b) {
        var there = number(a).subtract(number(b)).mod(ALL);
        return there.min(ALL.subtract(there));
    }

    private static BigInteger number(Hash hash) {
        return new BigInteger(1, hash.toBytes());
    }

    private static String hex(BigInteger number) {
        return "%064x".formatted(number);
    }

    static Hash hash(Random random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static List<DeviceId> devices(int count, Random random) {
        return IntStream.range(0, count).mapToObj(_ -> new DeviceId(hash(random))).toList();
    }

    /// All in a small part of the ring but for one.
    private static List<DeviceId> crowded(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DeviceId(new Hash(i == 0 ? -1 : 0, 0, i, 0)))
                .toList();
    }
}
