package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.List;

/// The numbered batches of which every volume's names are made.
public sealed interface NamesMessage extends Message {

    /// A batch in its canonical form: header, sealed body of at most 1 MiB, signature. Bytes.
    int BATCH_MAX = (1 << 20) + (64 << 10);

    sealed interface Request extends NamesMessage {}

    sealed interface Reply extends NamesMessage {}

    /// Which of these chunks does no name need? Asked by a device that cannot read names.
    ///
    /// @param isRipe whether only those count of which that has been known for long
    /// @param heads how far it has each chain: who has not all of that needs everything
    record AskNeeded(List<ChunkId> ids, boolean isRipe, List<ChainHead> heads) implements Request {
        public AskNeeded {
            ids = Limit.some(ids, TransferMessage.CHUNKS_MAX, "chunks asked about");
            heads = Limit.list(heads, VolumeHeads.HEADS_MAX, "heads of chains");
        }
    }

    /// Those that no name needs by all that is known here.
    ///
    /// @param isConfirmed whether a person has asked for all to go that went out of use
    record Unneeded(Bitmap unneeded, boolean isConfirmed) implements Reply {
        public Unneeded {
            Limit.range(
                    unneeded.size(), 1, TransferMessage.CHUNKS_MAX, "the chunks of the question");
        }
    }

    /// How far one chain of batches goes: its highest number, and the hash of that batch.
    record ChainHead(VolumeId volume, Actor actor, long n, Hash hash) {
        public ChainHead {
            Limit.range(n, 1, Long.MAX_VALUE, "the number of a batch");
        }
    }

    /// How far I know each chain; `more` when others follow in another such message.
    record VolumeHeads(List<ChainHead> heads, boolean more) implements Request, Reply {

        public static final int HEADS_MAX = 4096;

        public VolumeHeads {
            heads = Limit.list(heads, HEADS_MAX, "heads of chains");
        }
    }

    /// Send me the batches of this chain behind number `after`, which is 0 for all of them.
    record WantBatches(VolumeId volume, Actor actor, long after) implements Request {
        public WantBatches {
            Limit.range(after, 0, Long.MAX_VALUE, "the number of a batch");
        }
    }

    /// Consecutive batches, the first with number `first`, whose bytes follow back to back on the
    /// stream. As a request they are given unasked. Empty when there are none.
    record Batches(VolumeId volume, Actor actor, long first, List<Integer> lengths, boolean more)
            implements Request, Reply {

        public static final int BATCHES_MAX = 1024;

        public Batches {
            Limit.range(first, 1, Long.MAX_VALUE, "the number of a batch");
            lengths = Limit.list(lengths, BATCHES_MAX, "batches");
            lengths.forEach(length -> Limit.range(length, 1, BATCH_MAX, "the length of a batch"));
        }
    }

    /// The batches of this chain up to number `n` are durable here; 0 says that none is.
    record BatchesStored(VolumeId volume, Actor actor, long n) implements Request, Reply {
        public BatchesStored {
            Limit.range(n, 0, Long.MAX_VALUE, "the number of a batch");
        }
    }
}
