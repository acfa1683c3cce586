package dev.holdfast.engine.upkeep;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;

import java.util.List;
import java.util.Set;

/// What went to where it belongs since a device was started.
///
/// @param chunks copies that went
/// @param bytes of them
/// @param begun walks over everything held here
/// @param ended those of them that came to their end
public record Moved(long chunks, long bytes, long begun, long ended) {

    public static final Moved NOTHING = new Moved(0, 0, 0, 0);

    /// Whether copies may be going just now.
    public boolean isWalking() {
        return begun > ended;
    }

    Moved begins() {
        return new Moved(chunks, bytes, begun + 1, ended);
    }

    Moved ends() {
        return new Moved(chunks, bytes, begun, begun);
    }

    /// Of a group these went.
    Moved plus(List<Parting> group, Set<ChunkId> gone) {
        long more =
                group.stream()
                        .map(Parting::chunk)
                        .filter(chunk -> gone.contains(chunk.id()))
                        .mapToLong(HeldChunk::length)
                        .sum();
        return new Moved(chunks + gone.size(), bytes + more, begun, ended);
    }
}
