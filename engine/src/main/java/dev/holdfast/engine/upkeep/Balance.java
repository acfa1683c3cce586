package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.Repair.Effect.ReadPage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Copies held here that belong on other devices.
///
/// @param bytes of their sealed chunks
/// @param ready how many of them can move now
/// @param away the devices that must be reached before the others can
public record Balance(long chunks, long bytes, long ready, Set<DeviceId> away) {

    /// Looks at everything held here.
    static Balance of(Books books, PoolView view) {
        long chunks = 0;
        long bytes = 0;
        long ready = 0;
        var away = new TreeSet<DeviceId>();
        var after = Optional.<ChunkId>empty();
        do {
            var page = books.page(new ReadPage(0, after));
            for (var chunk : page.chunks()) {
                var awaited = Parting.awaited(chunk, view);
                chunks += awaited.isPresent() ? 1 : 0;
                bytes += awaited.isPresent() ? chunk.length() : 0;
                ready += awaited.filter(List::isEmpty).isPresent() ? 1 : 0;
                awaited.ifPresent(away::addAll);
            }
            after = page.next();
        } while (after.isPresent());
        return new Balance(chunks, bytes, ready, away);
    }
}
