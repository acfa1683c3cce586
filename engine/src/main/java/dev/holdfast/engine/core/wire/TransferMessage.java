package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Stamp;

import java.util.List;

/// Chunks on their way. To give: [Offer] → [Want] → the wanted chunks' bytes, back to back in the
/// order of the offer → [Stored] or [Declined] until each wanted chunk has been named once. To
/// fetch: [GetChunks] → for each in order [Found] and its bytes, or [Missing].
public sealed interface TransferMessage extends Message {

    /// Chunks that one message may name.
    int CHUNKS_MAX = 1024;

    int FACTOR_MAX = 8;

    sealed interface Request extends TransferMessage {}

    sealed interface Reply extends TransferMessage {}

    /// A chunk's name and the length of its sealed bytes.
    record Sized(ChunkId id, int length) {
        public Sized {
            Limit.range(length, 1, ChunkRef.SEALED_MAX, "the length of a sealed chunk");
        }
    }

    /// I have these for you to keep, `factor` copies of each in all, because of `stamp`. `nonce`,
    /// 256 bits drawn for this offer, is what proofs are made with.
    record Offer(List<Sized> chunks, int factor, Stamp stamp, Hash nonce) implements Request {
        public Offer {
            chunks = Limit.some(chunks, CHUNKS_MAX, "chunks offered");
            Limit.range(factor, 1, FACTOR_MAX, "the factor");
        }
    }

    /// The bits are yes for the chunks of the offer to send. Each other one is held here, durably,
    /// with the stamp of the offer, and proved in order by SHA-256(nonce ‖ sealed bytes).
    record Want(Bitmap wanted, List<Hash> proofs) implements Reply {
        public Want {
            Limit.range(wanted.size(), 1, CHUNKS_MAX, "the chunks of the offer");
            int held = wanted.size() - wanted.count();
            Limit.range(proofs.size(), held, held, "the number of proofs");
            proofs = List.copyOf(proofs);
        }
    }

    /// These chunks and their stamps are durable here.
    record Stored(List<ChunkId> ids) implements Reply {
        public Stored {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks stored");
        }
    }

    /// Why a chunk was not taken. The number is its form on the wire and never changes.
    enum Refusal {
        /// The device is at its free-space floor.
        FULL(1),
        /// The bytes were not those of the id.
        NOT_THE_CHUNK(2),
        /// This device does not keep chunks for the pool.
        NO_SHARE(3),
        /// The disk failed.
        BROKEN(4);

        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /// These chunks are not kept here. It may answer the offer itself, before any bytes.
    record Declined(List<ChunkId> ids, Refusal why) implements Reply {
        public Declined {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks declined");
        }
    }

    /// Each of `holders` has confirmed to me that it holds each of these.
    record Confirmed(List<ChunkId> ids, List<DeviceId> holders) implements Request {

        public static final int HOLDERS_MAX = 64;

        public Confirmed {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks confirmed");
            holders = Limit.some(holders, HOLDERS_MAX, "holders");
        }
    }

    /// I hold these no more, though I said that I do: they were damaged or have gone.
    record Lost(List<ChunkId> ids) implements Request {
        public Lost {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks lost");
        }
    }

    /// Send me these.
    record GetChunks(List<ChunkId> ids) implements Request {
        public GetChunks {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks asked for");
        }
    }

    /// The next chunk asked for, whose sealed bytes follow.
    record Found(int length) implements Reply {
        public Found {
            Limit.range(length, 1, ChunkRef.SEALED_MAX, "the length of a sealed chunk");
        }
    }

    /// The next chunk asked for is not here; `damaged` when it was.
    record Missing(boolean damaged) implements Reply {}

    /// Which of these do you hold?
    record WhoHolds(List<ChunkId> ids) implements Request {
        public WhoHolds {
            ids = Limit.some(ids, CHUNKS_MAX, "chunks asked about");
        }
    }

    /// Yes for each chunk of the question that is held here.
    record Held(Bitmap held) implements Reply {
        public Held {
            Limit.range(held.size(), 1, CHUNKS_MAX, "the chunks of the question");
        }
    }
}
