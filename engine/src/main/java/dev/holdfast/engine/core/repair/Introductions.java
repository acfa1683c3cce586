package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The holders of chunks that gained copies, who are to hear of one another.
final class Introductions {

    private final Map<List<DeviceId>, List<ChunkId>> told = new LinkedHashMap<>();

    void gained(HeldChunk chunk) {
        told.computeIfAbsent(chunk.holders(), _ -> new ArrayList<>()).add(chunk.id());
    }

    /// What is to be told to those who are there; nothing of it is remembered.
    List<Repair.Effect> tell(PoolView view) {
        var effects = new ArrayList<Repair.Effect>();
        told.forEach(
                (holders, chunks) -> {
                    var all =
                            Stream.concat(holders.stream(), Stream.of(view.self()))
                                    .sorted()
                                    .toList();
                    for (int i = 0; i < chunks.size(); i += Repair.TELL_CHUNKS_MAX) {
                        int end = Math.min(chunks.size(), i + Repair.TELL_CHUNKS_MAX);
                        var some = List.copyOf(chunks.subList(i, end));
                        holders.stream()
                                .filter(view::isOnline)
                                .map(to -> new Repair.Effect.Tell(to, some, without(all, to)))
                                .forEach(effects::add);
                    }
                });
        told.clear();
        return effects;
    }

    private static List<DeviceId> without(List<DeviceId> devices, DeviceId one) {
        return devices.stream().filter(device -> !device.equals(one)).toList();
    }
}
