package dev.holdfast.engine.core.collect;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Finds which chunks a put has left that ended before all of its names were written: those that
/// nobody but it ever wanted here, that no other device is known to have, and that no name needs.
///
/// It is enough that nothing of the claim was offered: then nobody counts on the copies here.
/// Whoever else wanted a chunk, here or elsewhere, has left a stamp of its own. What the put itself
/// has named is in lists that it wrote itself, so only those need be read. Every doubt ends in
/// keeping a chunk.
///
/// Not a value but an object with one owner: first all chunks held are shown to it, then all names.
public final class Leftovers {

    private final Stamp claim;
    private final Set<ChunkId> left = new HashSet<>();

    public Leftovers(Stamp claim) {
        this.claim = claim;
    }

    /// A chunk is held here, because of these claims and beside these other holders.
    public void held(ChunkId chunk, Collection<Stamp> stamps, Collection<DeviceId> holders) {
        if (isOnly(claim, stamps) && holders.isEmpty()) {
            left.add(chunk);
        }
    }

    /// Whether a chunk is held because of nothing but this claim.
    public static boolean isOnly(Stamp claim, Collection<Stamp> stamps) {
        return stamps.size() == 1 && stamps.contains(claim);
    }

    /// A name stands for this content, or has stood.
    ///
    /// @return whether its list must be read, and all in it be given to [#needed]
    public boolean named(Content content) {
        return switch (content) {
            case Content.Empty _ -> false;
            case Content.One one -> {
                needed(one.ref().id());
                yield false;
            }
            case Content.Tree tree -> left.contains(tree.ref().id());
        };
    }

    /// A name needs this chunk.
    public void needed(ChunkId chunk) {
        left.remove(chunk);
    }

    /// What nobody needs.
    public Set<ChunkId> left() {
        return Set.copyOf(left);
    }
}
