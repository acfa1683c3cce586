package dev.holdfast.engine.core.routing;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.placement.Partition;

import java.util.List;

/// What a directory record says.
public sealed interface DirectoryClaim {

    /// The newest batch of a chain that the device writes.
    ///
    /// @param hash of that batch
    /// @param epoch that it is sealed in
    /// @param seen how far the device had the other chains of the volume
    record Head(VolumeId volume, Dot dot, Hash hash, Hash epoch, List<Seen> seen)
            implements DirectoryClaim {

        /// Chains in one head.
        public static final int SEEN_MAX = 256;

        public Head {
            if (seen.size() > SEEN_MAX) {
                throw new IllegalArgumentException(seen.size() + " chains in one head");
            }
            seen = List.copyOf(seen);
        }
    }

    /// A batch of another writer, and its hash.
    record Seen(Dot dot, Hash hash) {}

    /// Chunks of one partition that the device holds though the layout places them elsewhere:
    /// because it stands in for an owner, wrote them, or has not moved them yet.
    record Strays(Partition partition, List<ChunkId> chunks) implements DirectoryClaim {

        /// Chunks in one record. Further ones are found by asking.
        public static final int CHUNKS_MAX = 1024;

        public Strays {
            if (chunks.size() > CHUNKS_MAX) {
                throw new IllegalArgumentException(chunks.size() + " chunks in one record");
            }
            if (partition.bits() != Layout.PARTITION_BITS) {
                throw new IllegalArgumentException(partition + " of another ring");
            }
            for (var chunk : chunks) {
                if (!Partition.of(chunk, Layout.PARTITION_BITS).equals(partition)) {
                    throw new IllegalArgumentException("chunk " + chunk + " outside " + partition);
                }
            }
            chunks = List.copyOf(chunks);
        }
    }

    private int code() {
        return switch (this) {
            case Head _ -> 1;
            case Strays _ -> 2;
        };
    }

    /// What makes two claims of one device be about the same.
    default byte[] topic() {
        var topic = new CanonicalWriter().u8(code());
        return switch (this) {
            case Head head ->
                    topic.hash(head.volume.hash()).bits64(head.dot.actor().incarnation()).toBytes();
            case Strays strays -> topic.u32(strays.partition.index()).toBytes();
        };
    }

    default void write(CanonicalWriter out) {
        out.u8(code());
        switch (this) {
            case Head(var volume, var dot, var hash, var epoch, var seen) -> {
                dot.write(out.hash(volume.hash()));
                out.hash(hash).hash(epoch);
                out.list(
                        seen,
                        (to, each) -> {
                            each.dot().write(to);
                            to.hash(each.hash());
                        });
            }
            case Strays(var partition, var chunks) ->
                    out.u32(partition.index()).list(chunks, (to, chunk) -> to.hash(chunk.hash()));
        }
    }

    static DirectoryClaim read(CanonicalReader in) throws MalformedException {
        int code = in.u8();
        try {
            return switch (code) {
                case 1 ->
                        new Head(
                                new VolumeId(in.hash()),
                                Dot.read(in),
                                in.hash(),
                                in.hash(),
                                in.list(
                                        Head.SEEN_MAX,
                                        each -> new Seen(Dot.read(each), each.hash())));
                case 2 ->
                        new Strays(
                                new Partition(in.u32(), Layout.PARTITION_BITS),
                                in.list(Strays.CHUNKS_MAX, each -> new ChunkId(each.hash())));
                default -> throw new MalformedException("a directory claim of kind " + code);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a directory claim with " + e.getMessage(), e);
        }
    }
}
