package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.PledgeMoved;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.testbed.cluster.Member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every copy that devices dropped, held against what the journals of the others say: so many of
/// them had the chunk durably, and had then pledged to keep it, for just that asking.
final class Drops {

    /// One asking about one chunk.
    private record Asking(DeviceId asker, Hash round, ChunkId chunk) {}

    private final Map<Asking, Set<DeviceId>> given = new HashMap<>();
    private final List<Asking> dropped = new ArrayList<>();

    private Drops() {}

    /// @param members none of which runs
    static Drops of(List<Member> members) throws Exception {
        var drops = new Drops();
        for (var member : members) {
            drops.read(Journals.of(member));
        }
        return drops;
    }

    private void read(List<JournalRecord> records) {
        int before = dropped.size();
        var held = new HashSet<ChunkId>();
        var gone = new HashSet<ChunkId>();
        for (var record : records) {
            switch (record) {
                case ChunksStamped stamped -> held.addAll(stamped.ids());
                case ChunksDropped drop -> {
                    held.removeAll(drop.ids());
                    gone.addAll(drop.ids());
                }
                case PledgeMoved moved -> take(moved, held, gone);
                default -> {}
            }
        }
        gone.removeAll(
                dropped.subList(before, dropped.size()).stream().map(Asking::chunk).toList());
        assertThat(gone).as("dropped though nobody was asked to keep it").isEmpty();
    }

    private void take(PledgeMoved moved, Set<ChunkId> held, Set<ChunkId> gone) {
        for (var id : moved.ids()) {
            var asking = new Asking(moved.asker(), moved.round(), id);
            if (moved.state() == Pledge.State.GIVEN && held.contains(id)) {
                given.computeIfAbsent(asking, _ -> new HashSet<>()).add(moved.pledger());
            }
            if (moved.state() == Pledge.State.DROPPED && gone.contains(id)) {
                dropped.add(asking);
            }
        }
    }

    /// @return how many there were
    long checked(int copies) {
        for (var asking : dropped) {
            assertThat(given.getOrDefault(asking, Set.of()))
                    .as("who had pledged to keep %s", asking)
                    .hasSizeGreaterThanOrEqualTo(copies);
        }
        return dropped.stream().distinct().count();
    }
}
