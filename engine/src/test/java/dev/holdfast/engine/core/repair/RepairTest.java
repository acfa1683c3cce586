package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.Repair.Effect;
import dev.holdfast.engine.core.repair.Repair.Event;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What one device does as a holder or writer of chunks, event by event.
class RepairTest {

    private static final int LENGTH = 1 << 20;
    private static final RepairPolicy POLICY =
            new RepairPolicy(ofHours(12), ofMinutes(5), ofSeconds(30), Long.MAX_VALUE);
    private static final List<DeviceId> DEVICES =
            IntStream.range(0, 5).mapToObj(i -> new DeviceId(new Hash(i, 1, 2, 3))).toList();
    private static final Layout LAYOUT = layout(DEVICES);
    private static final ChunkId CHUNK = new ChunkId(new Hash(0x4242_0000_0000_0000L, 0, 0, 0));

    /// The devices in the order in which they are preferred for the chunk.
    private final List<DeviceId> order = LAYOUT.preferences(LAYOUT.partition(CHUNK));

    private final Map<DeviceId, Presence> presences = new TreeMap<>();
    private DeviceId self = order.getFirst();
    private Instant now = Instant.EPOCH.plusSeconds(1_000_000);

    @Test
    void what_was_written_goes_to_the_other_owners_at_once() {
        var repair = started();
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        assertThat(pushes)
                .extracting(Effect.Push::to)
                .containsExactlyInAnyOrder(order.get(1), order.get(2));
    }

    @Test
    void a_writer_that_is_no_owner_is_one_of_the_copies() {
        self = order.getLast();
        var repair = started();
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        assertThat(pushes)
                .extracting(Effect.Push::to)
                .containsExactlyInAnyOrder(order.get(0), order.get(1));
    }

    @Test
    void when_an_owner_is_full_the_next_preference_stands_in() {
        var repair = started();
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        var full = find(pushes, order.get(1));
        var refused = new PushOutcome(List.of(), List.of(CHUNK), List.of(), 0);
        var next = pushes(repair.on(new Event.PushEnded(full.push(), refused), now));
        assertThat(next).extracting(Effect.Push::to).containsExactly(order.get(3));
    }

    @Test
    void what_waits_for_a_device_that_is_full_goes_to_others_without_waiting() {
        var repair = started();
        var some = new ArrayList<HeldChunk>();
        for (int i = 0; i < 5 * Repair.PUSH_CHUNKS_MAX; i++) {
            some.add(
                    new HeldChunk(
                            new ChunkId(new Hash(CHUNK.hash().w0(), i, 0, 0)), 10, 3, List.of()));
        }
        var pushes = pushes(repair.on(new Event.Wrote(some), now));
        var full = find(pushes, order.get(1));
        var refused = full.chunks().stream().map(HeldChunk::id).toList();
        var next =
                pushes(
                        repair.on(
                                new Event.PushEnded(
                                        full.push(),
                                        new PushOutcome(List.of(), refused, List.of(), 0)),
                                now));
        assertThat(next).extracting(Effect.Push::to).containsOnly(order.get(3)).hasSize(2);
    }

    @Test
    void what_the_disk_lost_is_confessed_once_to_those_who_are_there_and_to_who_comes() {
        var others = order.stream().filter(d -> !d.equals(self) && !d.equals(order.get(4)));
        order.forEach(d -> presences.put(d, new Presence(!d.equals(order.get(4)), now)));
        presences.remove(self);
        var repair = new Repair(view(), POLICY, now);
        assertThat(confessions(repair, repair.on(new Event.Woke(), now)))
                .extracting(Effect.Confess::to)
                .containsExactlyInAnyOrderElementsOf(others.toList());
        var again = repair.on(new Event.Lost(order.get(1), List.of()), now);
        assertThat(confessions(repair, again)).as("a later walk").isEmpty();
        presences.put(order.get(4), new Presence(true, now));
        assertThat(confessions(repair, repair.on(new Event.PoolChanged(view()), now)))
                .extracting(Effect.Confess::to)
                .contains(order.get(4));
    }

    @Test
    void a_copy_that_turns_out_damaged_is_confessed_at_once() {
        var effects = started().on(new Event.Spoiled(List.of(CHUNK)), now);
        assertThat(effects).contains(new Effect.Confess(order.get(1), List.of(CHUNK)));
    }

    @Test
    void a_copy_that_a_device_lost_is_owed_again() {
        var repair = started();
        var debt = chunk(order.get(1));
        var lost = repair.on(new Event.Lost(order.get(2), List.of(CHUNK)), now);
        assertThat(answered(repair, lost, debt))
                .extracting(Effect.Push::to)
                .containsExactly(order.get(2));
    }

    @Test
    void holders_are_told_of_one_another_once_all_copies_stand() {
        var repair = started();
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        var first = repair.on(stored(pushes.get(0)), now);
        assertThat(first).filteredOn(Effect.Tell.class::isInstance).isEmpty();
        var second = repair.on(stored(pushes.get(1)), now);
        assertThat(second).contains(new Effect.Note(pushes.get(1).to(), List.of(CHUNK)));
        assertThat(second)
                .filteredOn(Effect.Tell.class::isInstance)
                .hasSize(2)
                .allSatisfy(
                        effect -> {
                            var tell = (Effect.Tell) effect;
                            assertThat(tell.holders())
                                    .hasSize(2)
                                    .contains(self)
                                    .doesNotContain(tell.to());
                        });
        assertThat(repair.progress()).isEqualTo(new RepairProgress(0, 0, 0, 3, true));
    }

    @Test
    void a_sleeping_device_is_no_reason_to_copy() {
        var repair = started();
        is(repair, order.get(1), false);
        assertThat(swept(repair, chunk(order.get(1), order.get(2)))).isEmpty();
        later(ofHours(11));
        assertThat(swept(repair, chunk(order.get(1), order.get(2)))).isEmpty();
        later(ofHours(2));
        assertThat(swept(repair, chunk(order.get(1), order.get(2))))
                .extracting(Effect.Push::to)
                .containsExactly(order.get(3));
    }

    @Test
    void a_chunk_with_one_live_copy_waits_only_for_the_urgent_time() {
        var repair = started();
        is(repair, order.get(1), false);
        is(repair, order.get(2), false);
        assertThat(swept(repair, chunk(order.get(1), order.get(2)))).isEmpty();
        assertThat(repair.wakeAt()).isEqualTo(now.plus(ofMinutes(5)));
        later(ofMinutes(5));
        assertThat(swept(repair, chunk(order.get(1), order.get(2))))
                .extracting(Effect.Push::to)
                .containsExactlyInAnyOrder(order.get(3), order.get(4));
    }

    @Test
    void the_copy_of_a_removed_device_is_owed_at_once_and_its_word_forgotten() {
        var repair = started();
        repair.on(new Event.Arrived(List.of(CHUNK)), now);
        presences.remove(order.get(1));
        var rest = DEVICES.stream().filter(device -> !device.equals(order.get(1))).toList();
        var smaller = new PoolView(self, layout(rest), presences);
        var effects = repair.on(new Event.PoolChanged(smaller), now);
        assertThat(effects).contains(new Effect.Forget(order.get(1)));
        assertThat(answered(repair, effects, chunk(order.get(2)))).hasSize(1);
    }

    @Test
    void who_is_back_after_it_was_parked_believes_in_no_copy_and_keeps_what_it_pledged() {
        var repair = started();
        var view = new PoolView(self, layout(DEVICES), presences);
        var effects = new ArrayList<>(repair.on(new Event.PoolChanged(view.alone()), now));
        effects.addAll(repair.on(new Event.PoolChanged(view), now));
        for (var other : view.others().keySet()) {
            assertThat(effects)
                    .contains(new Effect.Strike(other))
                    .doesNotContain(new Effect.Forget(other));
        }
    }

    @Test
    void the_first_holder_pays_and_the_second_only_later() {
        self = order.get(1);
        var repair = started();
        var lacking = chunk(order.get(0));
        assertThat(swept(repair, lacking)).isEmpty();
        assertThat(repair.progress().owed()).isOne();
        later(ofSeconds(30));
        assertThat(swept(repair, lacking))
                .extracting(Effect.Push::to)
                .containsExactly(order.get(2));
    }

    @Test
    void a_chunk_that_just_arrived_is_left_to_its_sender_for_a_while() {
        var repair = started();
        repair.on(new Event.Arrived(List.of(CHUNK)), now);
        assertThat(swept(repair, chunk())).isEmpty();
        later(ofSeconds(31));
        assertThat(swept(repair, chunk())).hasSize(2);
    }

    @Test
    void repair_keeps_to_its_rate_and_own_writing_does_not() {
        var slow = new RepairPolicy(ofHours(12), ofMinutes(5), ofSeconds(30), LENGTH);
        var repair = started(slow);
        var many = IntStream.range(0, 200).mapToObj(RepairTest::numbered).toList();
        var first =
                answered(
                        repair,
                        repair.on(new Event.Lost(self, List.of()), now),
                        many.toArray(HeldChunk[]::new));
        long bytes =
                first.stream()
                        .flatMap(push -> push.chunks().stream())
                        .mapToLong(HeldChunk::length)
                        .sum();
        assertThat(bytes).isPositive().isLessThanOrEqualTo(Repair.PUSH_BYTES_MAX);
        assertThat(repair.wakeAt()).isEqualTo(now.plusSeconds(bytes / slow.bytesPerSecond()));
        assertThat(pushes(repair.on(new Event.Wrote(List.of(chunk())), now))).isNotEmpty();
    }

    @Test
    void a_cut_push_is_tried_elsewhere_and_the_lane_again_after_a_pause() {
        var repair = started();
        is(repair, order.get(3), false);
        is(repair, order.get(4), false);
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        repair.on(stored(find(pushes, order.get(1))), now);
        var cut = new Event.PushEnded(find(pushes, order.get(2)).push(), PushOutcome.CUT);
        assertThat(pushes(repair.on(cut, now))).isEmpty();
        assertThat(repair.wakeAt()).isEqualTo(now.plusSeconds(1));
        later(ofSeconds(1));
        assertThat(pushes(repair.on(new Event.Woke(), now)))
                .extracting(Effect.Push::to)
                .containsExactly(order.get(2));
    }

    @Test
    void a_copy_that_cannot_be_read_here_is_given_up_without_blame_for_the_receiver() {
        var repair = started();
        var pushes = pushes(repair.on(new Event.Wrote(List.of(chunk())), now));
        var damaged = new PushOutcome(List.of(), List.of(), List.of(CHUNK), 0);
        for (var push : pushes) {
            assertThat(pushes(repair.on(new Event.PushEnded(push.push(), damaged), now))).isEmpty();
        }
        assertThat(pushes(repair.on(new Event.Wrote(List.of(numbered(9))), now))).hasSize(2);
    }

    @Test
    void two_devices_of_a_factor_of_three_owe_nothing_and_a_third_is_served_when_it_comes() {
        var three = layout(DEVICES.subList(0, 3));
        var two = layout(DEVICES.subList(0, 2));
        self = DEVICES.get(0);
        presences.put(DEVICES.get(1), new Presence(true, now));
        var repair = new Repair(new PoolView(self, two, presences), POLICY, now);
        assertThat(swept(repair, chunk(DEVICES.get(1)))).isEmpty();
        assertThat(repair.progress()).isEqualTo(new RepairProgress(0, 0, 0, 2, true));

        presences.put(DEVICES.get(1), new Presence(false, now));
        var asleep = repair.on(new Event.PoolChanged(new PoolView(self, two, presences)), now);
        answered(repair, asleep, chunk(DEVICES.get(1)));
        assertThat(repair.progress()).isEqualTo(new RepairProgress(0, 0, 1, 1, true));

        presences.put(DEVICES.get(1), new Presence(true, now));
        presences.put(DEVICES.get(2), new Presence(true, now));
        var effects = repair.on(new Event.PoolChanged(new PoolView(self, three, presences)), now);
        var pushes = new ArrayList<>(answered(repair, effects, chunk(DEVICES.get(1))));
        later(ofSeconds(30));
        pushes.addAll(swept(repair, chunk(DEVICES.get(1))));
        assertThat(pushes).extracting(Effect.Push::to).contains(DEVICES.get(2));
    }

    @Test
    void memory_stays_bounded_however_much_is_written_while_nobody_listens() {
        var repair = started();
        var writings =
                IntStream.range(0, Repair.FRESH_MAX + 5000).mapToObj(RepairTest::numbered).toList();
        repair.on(new Event.Wrote(writings), now);
        assertThat(repair.progress().owed()).isLessThanOrEqualTo(2L * Repair.FRESH_MAX);
        assertThat(repair.on(new Event.Woke(), now)).hasSizeLessThan(100);
    }

    private Repair started() {
        return started(POLICY);
    }

    private Repair started(RepairPolicy policy) {
        DEVICES.stream()
                .filter(device -> !device.equals(self))
                .forEach(device -> presences.put(device, new Presence(true, now)));
        var repair = new Repair(new PoolView(self, LAYOUT, presences), policy, now);
        answered(repair, repair.on(new Event.Woke(), now));
        return repair;
    }

    private void is(Repair repair, DeviceId device, boolean isOnline) {
        presences.put(device, new Presence(isOnline, now));
        var view = new PoolView(self, LAYOUT, presences);
        answered(repair, repair.on(new Event.PoolChanged(view), now));
    }

    private PoolView view() {
        return new PoolView(self, LAYOUT, presences);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    /// Lets a sweep find these, and gives the pushes it leads to.
    private List<Effect.Push> swept(Repair repair, HeldChunk... chunks) {
        return answered(repair, repair.on(new Event.Lost(self, List.of()), now), chunks);
    }

    private List<Effect.Push> answered(Repair repair, List<Effect> effects, HeldChunk... chunks) {
        var found = new ArrayList<>(pushes(effects));
        for (var effect : effects) {
            if (effect instanceof Effect.ReadPage(var sweep, var _)) {
                var sorted =
                        Arrays.stream(chunks).sorted(Comparator.comparing(HeldChunk::id)).toList();
                var page = new Event.PageRead(sweep, sorted, List.of(), Optional.empty());
                found.addAll(answered(repair, repair.on(page, now), chunks));
            }
        }
        return found;
    }

    /// Lets a walk come upon a chunk that is lost.
    private List<Effect.Confess> confessions(Repair repair, List<Effect> effects) {
        var confessed = new ArrayList<Effect.Confess>();
        for (var effect : effects) {
            if (effect instanceof Effect.Confess confession) {
                confessed.add(confession);
            }
            if (effect instanceof Effect.ReadPage(var sweep, var _)) {
                var page = new Event.PageRead(sweep, List.of(), List.of(CHUNK), Optional.empty());
                confessed.addAll(confessions(repair, repair.on(page, now)));
            }
        }
        return confessed;
    }

    private static List<Effect.Push> pushes(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Push.class::isInstance)
                .map(Effect.Push.class::cast)
                .toList();
    }

    private static Effect.Push find(List<Effect.Push> pushes, DeviceId to) {
        return pushes.stream().filter(push -> push.to().equals(to)).findFirst().orElseThrow();
    }

    private static Event stored(Effect.Push push) {
        var ids = push.chunks().stream().map(HeldChunk::id).toList();
        return new Event.PushEnded(push.push(), new PushOutcome(ids, List.of(), List.of(), 0));
    }

    private static HeldChunk chunk(DeviceId... holders) {
        return new HeldChunk(CHUNK, LENGTH, 3, List.of(holders));
    }

    private static HeldChunk numbered(int number) {
        var id = new ChunkId(new Hash((long) number << 44, 0, 0, 7));
        return new HeldChunk(id, LENGTH, 3, List.of());
    }

    private static Layout layout(List<DeviceId> devices) {
        var pool = new TreeMap<DeviceId, Capacity>();
        devices.forEach(device -> pool.put(device, new Capacity(1L << 40)));
        return new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS);
    }
}
