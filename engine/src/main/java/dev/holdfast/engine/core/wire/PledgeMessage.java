package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;

import java.util.List;

/// How a device makes sure that enough others keep a chunk before it drops its own copy. [Ask] →
/// [Given], and later [Dropped] or [Released] → [Noted]. Both sides journal each step and send it
/// again after a reconnect, so every message here may come twice. Each names the round, a random
/// number drawn for the asking: what is said about one asking never counts for another. From the
/// question on, the asker's own copy counts no more.
public sealed interface PledgeMessage extends Message {

    sealed interface Request extends PledgeMessage {}

    sealed interface Reply extends PledgeMessage {}

    /// Will you keep these until I say otherwise? Proofs are made with the round.
    record Ask(Hash round, List<ChunkId> ids) implements Request {
        public Ask {
            ids = Limit.some(ids, TransferMessage.CHUNKS_MAX, "chunks to pledge");
        }
    }

    /// Yes for each chunk that is pledged, each proved in order by SHA-256(round ‖ sealed bytes).
    record Given(Bitmap pledged, List<Hash> proofs) implements Reply {
        public Given {
            Limit.range(pledged.size(), 1, TransferMessage.CHUNKS_MAX, "the chunks asked for");
            int count = pledged.count();
            Limit.range(proofs.size(), count, count, "the number of proofs");
            proofs = List.copyOf(proofs);
        }
    }

    /// I have dropped these and rely on your pledge; or, in a round in which nothing was asked, I
    /// have lost them. My copies count no more.
    record Dropped(Hash round, List<ChunkId> ids) implements Request {
        public Dropped {
            ids = Limit.some(ids, TransferMessage.CHUNKS_MAX, "chunks dropped");
        }
    }

    /// I keep these; you are free.
    record Released(Hash round, List<ChunkId> ids) implements Request {
        public Released {
            ids = Limit.some(ids, TransferMessage.CHUNKS_MAX, "chunks released");
        }
    }

    /// The last word is journaled here.
    record Noted() implements Reply {}
}
