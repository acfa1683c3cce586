package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.Parting.Loss;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

class PartingLossTest {

    private static final DeviceId ANN = device(1);
    private static final DeviceId BOB = device(2);
    private static final DeviceId CAT = device(3);
    private static final DeviceId DAN = device(4);
    private static final Loss LOSS = new Loss(new ChunkId(new Hash(5, 5, 5, 5)), 3);

    private static DeviceId device(int n) {
        return new DeviceId(new Hash(n, 0, 0, 0));
    }

    /// Ann's, in which these others are online; only those with room can own.
    private static PoolView view(
            List<DeviceId> others, List<DeviceId> online, List<DeviceId> room) {
        var pool = new TreeMap<DeviceId, Capacity>();
        room.forEach(device -> pool.put(device, new Capacity(1L << 40)));
        var presences = new TreeMap<DeviceId, Presence>();
        others.forEach(
                device ->
                        presences.put(
                                device, new Presence(online.contains(device), Instant.EPOCH)));
        return new PoolView(
                ANN, new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS), presences);
    }

    @Test
    void all_others_must_hear_of_it_so_none_may_be_away() {
        var others = List.of(BOB, CAT, DAN);
        assertThat(Loss.hearers(view(others, others, others))).contains(others);
        assertThat(Loss.hearers(view(others, List.of(BOB, CAT), others))).isEmpty();
        assertThat(Loss.hearers(view(List.of(), List.of(), List.of(ANN)))).isEmpty();
    }

    @Test
    void it_is_made_good_when_as_many_others_hold_it_as_there_should_be_copies() {
        var others = List.of(BOB, CAT, DAN);
        var seen = view(others, others, List.of(ANN, BOB, CAT, DAN));
        assertThat(LOSS.isMadeGood(List.of(BOB, CAT, DAN), seen)).isTrue();
        assertThat(LOSS.isMadeGood(List.of(BOB, CAT), seen)).isFalse();
        assertThat(LOSS.isMadeGood(List.of(BOB, CAT, CAT), seen)).isFalse();
        assertThat(LOSS.isMadeGood(List.of(ANN, BOB, CAT), seen)).isFalse();
    }

    @Test
    void a_copy_where_nothing_can_be_owned_is_none() {
        var others = List.of(BOB, CAT, DAN);
        var seen = view(others, others, List.of(BOB, CAT));
        assertThat(LOSS.isMadeGood(List.of(BOB, DAN), seen)).isFalse();
        assertThat(LOSS.isMadeGood(List.of(BOB, CAT), seen)).isTrue();
        assertThat(LOSS.isMadeGood(others, view(others, others, List.of()))).isFalse();
    }

    @Test
    void where_each_device_owns_it_this_one_gets_it_again() {
        var others = List.of(BOB, CAT);
        var seen = view(others, others, List.of(ANN, BOB, CAT));
        assertThat(LOSS.isMadeGood(others, seen)).isFalse();
    }
}
