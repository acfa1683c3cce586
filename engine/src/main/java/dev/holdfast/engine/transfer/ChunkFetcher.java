package dev.holdfast.engine.transfer;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Fetches a chunk from whichever device has it. The likeliest holders are tried in order; a holder
/// that is silent, lies or has lost the chunk costs a bounded wait and the next one is tried. Only
/// when none of them has it are all devices asked. Safe for many threads: chunks that are fetched
/// at once share the connections.
public final class ChunkFetcher {

    /// Who holds which chunks.
    public interface Holders {

        /// The reachable devices that probably hold a chunk, the likeliest first; asks nobody.
        List<DeviceId> likely(ChunkId id);

        /// The devices that say that they hold it.
        List<DeviceId> ask(ChunkId id) throws InterruptedException;
    }

    /// How long a holder may take to begin, and then for each piece.
    public static final Duration PIECE_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ChunkFetcher.class);

    private final Function<DeviceId, Optional<Connection>> connections;
    private final Holders holders;

    public ChunkFetcher(Function<DeviceId, Optional<Connection>> connections, Holders holders) {
        this.connections = connections;
        this.holders = holders;
    }

    /// Puts the sealed bytes into `into`, checked against `id`, and moves its position behind them.
    ///
    /// @throws NodeException when no device that can be reached has a sound copy
    public void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException {
        var tried = new HashSet<DeviceId>();
        if (tryAll(holders.likely(id), id, into, tried)
                || tryAll(holders.ask(id), id, into, tried)) {
            return;
        }
        throw new NodeException(
                Problem.Code.UNREACHABLE,
                tried.isEmpty()
                        ? "No device that can be reached now holds a part of this file."
                        : "None of the %d devices asked gave a sound copy of a part of this file."
                                .formatted(tried.size()),
                "Bring the devices that hold it online, then try again; `holdfast devices` shows"
                        + " who is missing.");
    }

    private boolean tryAll(
            List<DeviceId> candidates, ChunkId id, ByteBuffer into, Set<DeviceId> tried)
            throws InterruptedException {
        int start = into.position();
        for (var device : candidates) {
            var connection = connections.apply(device);
            if (connection.isPresent() && tried.add(device)) {
                try {
                    if (fetch(connection.get(), id, into)) {
                        return true;
                    }
                    LOG.warn("{} has no sound copy of chunk {}.", device, id);
                } catch (NetException e) {
                    LOG.debug("{} did not give chunk {}: {}", device, id, e.getMessage());
                }
                into.limit(into.capacity()).position(start);
            }
        }
        return false;
    }

    private static boolean fetch(Connection from, ChunkId id, ByteBuffer into)
            throws NetException, InterruptedException {
        try (var stream = from.open()) {
            stream.send(new GetChunks(List.of(id)));
            if (!(stream.receive(PIECE_MAX) instanceof Found(var length))
                    || length > ChunkRef.SEALED_MAX) {
                return false;
            }
            int start = into.position();
            into.limit(start + length);
            stream.receiveBytes(into, PIECE_MAX);
            return Sha256.of(into.duplicate().position(start)).equals(id.hash());
        }
    }
}
