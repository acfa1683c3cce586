package dev.holdfast.engine.core.repair;

import static org.assertj.core.api.Assertions.assertThat;

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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A device that a person asks to pay now, and what it says of those who take nothing.
class UrgedRepairTest {

    private static final Instant NOW = Instant.EPOCH.plusSeconds(1_000_000);
    private static final ChunkId CHUNK = new ChunkId(new Hash(0x4242_0000_0000_0000L, 0, 0, 0));
    private static final Layout LAYOUT = layout();
    private static final List<DeviceId> ORDER = LAYOUT.preferences(LAYOUT.partition(CHUNK));

    /// The second in turn.
    private final Repair repair = started(ORDER.get(1), RepairPolicy.DEFAULT);

    private static Layout layout() {
        var pool = new TreeMap<DeviceId, Capacity>();
        IntStream.range(0, 5)
                .forEach(i -> pool.put(new DeviceId(new Hash(i, 1, 2, 3)), new Capacity(1L << 40)));
        return new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS);
    }

    private static Repair started(DeviceId self, RepairPolicy policy) {
        var others = new TreeMap<DeviceId, Presence>();
        ORDER.forEach(device -> others.put(device, new Presence(true, NOW)));
        others.remove(self);
        var repair = new Repair(new PoolView(self, LAYOUT, others), policy, NOW);
        walk(repair, repair.on(new Event.Woke(), NOW), List.of());
        return repair;
    }

    /// Answers the pages of a walk with these chunks, and gives the devices to which is pushed.
    private static List<DeviceId> walk(Repair repair, List<Effect> effects, List<HeldChunk> held) {
        var to = new ArrayList<DeviceId>();
        for (var effect : effects) {
            switch (effect) {
                case Effect.Push push -> to.add(push.to());
                case Effect.ReadPage(var sweep, var _) -> {
                    var page = new Event.PageRead(sweep, held, List.of(), Optional.empty());
                    to.addAll(walk(repair, repair.on(page, NOW), held));
                }
                default -> {}
            }
        }
        return to;
    }

    private static HeldChunk chunk(int... holders) {
        var devices = IntStream.of(holders).mapToObj(ORDER::get).toList();
        return new HeldChunk(CHUNK, 1 << 20, 3, devices);
    }

    @Test
    void who_is_urged_pays_though_it_is_not_its_turn() {
        var pushed = walk(repair, repair.on(new Event.Urged(), NOW), List.of(chunk(0)));
        assertThat(pushed).containsExactly(ORDER.get(2));
    }

    @Test
    void on_a_metered_line_lost_copies_wait_until_a_person_asks_and_what_was_written_goes() {
        var usual = RepairPolicy.DEFAULT;
        var policy =
                new RepairPolicy(
                        usual.repairAfter(), usual.urgentAfter(), usual.takeOverAfter(), 0);
        var metered = started(ORDER.getFirst(), policy);
        var lost = new Event.Lost(ORDER.get(1), List.of());
        assertThat(walk(metered, metered.on(lost, NOW), List.of(chunk(2)))).isEmpty();
        assertThat(metered.progress().owed()).isOne();
        assertThat(walk(metered, metered.on(new Event.Wrote(List.of(chunk())), NOW), List.of()))
                .containsExactlyInAnyOrder(ORDER.get(1), ORDER.get(2));

        var asked = started(ORDER.getFirst(), policy);
        assertThat(walk(asked, asked.on(new Event.Urged(), NOW), List.of(chunk(2))))
                .containsExactly(ORDER.get(1));
    }

    @Test
    void the_next_walk_keeps_to_turns_again() {
        walk(repair, repair.on(new Event.Urged(), NOW), List.of(chunk(0, 2)));
        var pushed = walk(repair, repair.on(new Event.Asked(), NOW), List.of(chunk(0)));
        assertThat(pushed).isEmpty();
        assertThat(repair.progress().owed()).isOne();
    }

    @Test
    void a_device_that_had_no_room_is_told_of_until_it_takes_something() {
        var full = push(repair.on(new Event.Wrote(List.of(chunk())), NOW), ORDER.get(0));
        var refused = new PushOutcome(List.of(), List.of(CHUNK), List.of(), 0);
        repair.on(new Event.PushEnded(full.push(), refused), NOW);
        assertThat(repair.full()).containsExactly(ORDER.get(0));

        repair.on(new Event.Urged(), NOW);
        assertThat(repair.full()).containsExactly(ORDER.get(0));

        var again = push(repair.on(new Event.Wrote(List.of(other())), NOW), ORDER.get(0));
        var stored = new PushOutcome(List.of(other().id()), List.of(), List.of(), 1);
        repair.on(new Event.PushEnded(again.push(), stored), NOW);
        assertThat(repair.full()).isEmpty();
    }

    /// In the same partition, so that it goes the same way.
    private static HeldChunk other() {
        var id = new ChunkId(new Hash(CHUNK.hash().w0(), 7, 7, 7));
        return new HeldChunk(id, 1 << 20, 3, List.of());
    }

    private static Effect.Push push(List<Effect> effects, DeviceId to) {
        return effects.stream()
                .filter(Effect.Push.class::isInstance)
                .map(Effect.Push.class::cast)
                .filter(push -> push.to().equals(to))
                .findFirst()
                .orElseThrow();
    }
}
