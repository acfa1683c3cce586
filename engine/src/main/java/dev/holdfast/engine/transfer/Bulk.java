package dev.holdfast.engine.transfer;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.core.wire.TransferMessage.Missing;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/// One question for many small chunks to one holder. A holder that is silent for too long, breaks
/// off or sends what was not asked for is not listened to any longer; what it has not given is
/// fetched chunk by chunk.
record Bulk(
        ChunkFetcher.Holders holders,
        ChunkFetcher.Arrival arrival,
        Patience patience,
        LongSupplier nanos) {

    private static final Logger LOG = LoggerFactory.getLogger(Bulk.class);

    void ask(Connection holder, List<ChunkId> ids) throws InterruptedException {
        var into = ByteBuffer.allocate(ChunkFetcher.SMALL_MAX);
        try (var stream = holder.open()) {
            stream.send(new GetChunks(ids));
            var answer = new Answer(holder, stream, patience, nanos);
            for (var id : ids) {
                if (isSound(answer, id, into.clear())) {
                    arrival.arrived(id, into);
                } else {
                    LOG.warn("{} has no sound copy of chunk {}.", holder.peer().device(), id);
                    holders.absent(holder.peer().device(), id);
                }
            }
        } catch (NetException e) {
            LOG.debug("{} did not give all: {}", holder.peer().device(), e.getMessage());
        }
    }

    /// Whether the next answer is the chunk, which then lies in `into` up to its limit.
    private boolean isSound(Answer answer, ChunkId id, ByteBuffer into)
            throws NetException, InterruptedException {
        return switch (answer.receive()) {
            case Found(var length) when length <= into.capacity() -> {
                boolean isSound = Reception.receive(answer, id, into.limit(length));
                into.flip();
                yield isSound;
            }
            case Missing _ -> false;
            default ->
                    throw new NetException(
                            NetException.Kind.WRONG_STATE, "not the answer to a question");
        };
    }
}
