package dev.holdfast.engine.dht;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.placement.CalibratedRendezvous;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Presence;
import dev.holdfast.engine.core.routing.RecordBook;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.net.NetException;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

class DirectoryTest {

    private static final List<DeviceId> DEVICES =
            IntStream.range(0, 6).mapToObj(i -> new DeviceId(new Hash(i, 0, 0, 0))).toList();
    private static final DeviceId SELF = DEVICES.getFirst();
    private static final ChunkId CHUNK = new ChunkId(new Hash(0x7700_0000_0000_0000L, 1, 2, 3));
    private static final Layout LAYOUT = layout(DEVICES);

    private final Map<DeviceId, Presence> others = new TreeMap<>();
    private final Map<DeviceId, Set<ChunkId>> held = new ConcurrentHashMap<>();
    private final List<DeviceId> asked = Collections.synchronizedList(new ArrayList<>());
    private List<ChunkFacts> facts = List.of();

    private final Directory directory =
            new Directory(
                    this::view,
                    _ -> facts,
                    noRecords(),
                    (device, question, _) -> {
                        asked.add(device);
                        var ids = ((WhoHolds) question).ids();
                        var has = held.get(device);
                        if (has == null) {
                            throw new NetException(NetException.Kind.CLOSED, "it is not there");
                        }
                        return new Held(Bitmap.of(ids.size(), i -> has.contains(ids.get(i))));
                    },
                    others::keySet);

    @Test
    void owners_that_can_be_reached_come_first_and_nobody_is_asked() {
        DEVICES.stream().skip(1).forEach(device -> is(device, true));
        var owners = new ArrayList<>(LAYOUT.owners(CHUNK, 3));
        owners.remove(SELF);
        var stranger =
                DEVICES.stream().filter(d -> !d.equals(SELF) && !owners.contains(d)).toList();
        facts = List.of(new ChunkFacts(CHUNK, 3, false, Set.of(stranger.getFirst()), List.of()));

        assertThat(directory.likely(CHUNK))
                .startsWith(owners.toArray(DeviceId[]::new))
                .endsWith(stranger.getFirst())
                .doesNotContain(SELF)
                .doesNotHaveDuplicates();

        is(owners.getFirst(), false);
        assertThat(directory.likely(CHUNK)).doesNotContain(owners.getFirst());
        assertThat(asked).isEmpty();
    }

    @Test
    void all_that_can_be_reached_are_asked_once() throws Exception {
        DEVICES.stream().skip(1).forEach(device -> is(device, true));
        is(DEVICES.get(5), false);
        DEVICES.stream().skip(1).forEach(device -> held.put(device, Set.of()));
        held.put(DEVICES.get(3), Set.of(CHUNK));

        assertThat(directory.ask(List.of(CHUNK)).get(CHUNK)).containsExactly(DEVICES.get(3));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(DEVICES.subList(1, 5));
    }

    /// No patience runs out here: the directory's own would take seconds, and the answers do not.
    @Test
    void P3_a_chunk_that_nobody_holds_is_known_to_be_nowhere_when_the_last_has_answered()
            throws Exception {
        DEVICES.stream().skip(1).forEach(device -> is(device, true));
        DEVICES.stream().skip(1).forEach(device -> held.put(device, Set.of()));
        assertThat(directory.ask(List.of(CHUNK)).get(CHUNK)).isEmpty();
    }

    /// One device came, and nothing has moved to where it belongs since.
    @Test
    void what_lies_where_the_layout_before_had_it_is_found_by_who_goes_by_the_one_of_now()
            throws Exception {
        DEVICES.stream().skip(1).forEach(device -> is(device, true));
        DEVICES.stream().skip(1).forEach(device -> held.put(device, new HashSet<>()));
        var before = layout(DEVICES.subList(0, 5));
        int moved = 0;
        for (int partition = 0; partition < 1 << Layout.PARTITION_BITS; partition += 16) {
            var chunk =
                    new ChunkId(
                            new Hash((long) partition << (64 - Layout.PARTITION_BITS), 1, 2, 3));
            var left = new ArrayList<>(before.owners(chunk, 3));
            left.removeAll(LAYOUT.owners(chunk, 3));
            left.remove(SELF);
            for (var holder : left) {
                Objects.requireNonNull(held.get(holder)).add(chunk);
                assertThat(directory.likely(chunk)).doesNotContain(holder);
                assertThat(directory.ask(List.of(chunk)).get(chunk)).containsExactly(holder);
                moved++;
            }
        }
        assertThat(moved).isPositive();
    }

    @Test
    void a_device_that_fails_to_answer_does_not_hide_the_others() throws Exception {
        DEVICES.stream().skip(1).forEach(device -> is(device, true));
        held.put(DEVICES.get(2), Set.of(CHUNK));
        assertThat(directory.ask(List.of(CHUNK)).get(CHUNK)).containsExactly(DEVICES.get(2));
    }

    @Test
    void alone_there_is_nobody_to_ask() throws Exception {
        assertThat(directory.likely(CHUNK)).isEmpty();
        assertThat(directory.ask(List.of(CHUNK)).get(CHUNK)).isEmpty();
    }

    private PoolView view() {
        return new PoolView(SELF, LAYOUT, others);
    }

    private void is(DeviceId device, boolean isOnline) {
        others.put(device, new Presence(isOnline, Instant.EPOCH));
    }

    private static Records noRecords() {
        var book = new RecordBook(new PoolId(new Hash(0, 0, 0, 0)), (_, _, _) -> true);
        return new Records(book, _ -> Optional.empty(), () -> Instant.EPOCH);
    }

    private static Layout layout(List<DeviceId> devices) {
        var pool = new TreeMap<DeviceId, Capacity>();
        devices.forEach(device -> pool.put(device, new Capacity(1L << 40)));
        return new CalibratedRendezvous().layout(pool, 3, Layout.PARTITION_BITS);
    }
}
