package dev.holdfast.engine.recovery;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A device that has been shown the words and tells what it knows. What it says is checked where it
/// can be: a chunk against its id, all else against signatures.
///
/// @param at where it was reached
public record Witness(Connection connection, Endpoint at) implements AutoCloseable {

    /// How long it may take for each answer.
    static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    public DeviceId device() {
        return connection.peer().device();
    }

    /// Which of these it says that it has.
    public Set<ChunkId> held(List<ChunkId> ids) throws NetException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new WhoHolds(ids));
            if (!(stream.receive(ANSWER_MAX) instanceof Held(var bits))
                    || bits.size() != ids.size()) {
                throw wrong("no answer to who holds what");
            }
            var held = new HashSet<ChunkId>();
            for (int i = 0; i < ids.size(); i++) {
                if (bits.get(i)) {
                    held.add(ids.get(i));
                }
            }
            return held;
        }
    }

    /// Fills `into` with the sealed bytes of a chunk.
    ///
    /// @return false when it has no sound copy
    public boolean read(ChunkId id, ByteBuffer into) throws NetException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new GetChunks(List.of(id)));
            if (!(stream.receive(ANSWER_MAX) instanceof Found(var length))
                    || length > Math.min(ChunkRef.SEALED_MAX, into.remaining())) {
                return false;
            }
            int start = into.position();
            stream.receiveBytes(into.limit(start + length), ANSWER_MAX);
            return Sha256.of(into.slice(start, length)).equals(id.hash());
        }
    }

    /// Tells it what was stated; returns when that is durable there.
    public void bring(List<SignedStatement> statements) throws NetException, InterruptedException {
        var bytes = statements.stream().map(SignedStatement::toBytes).toList();
        for (var page : RosterMessage.pages(bytes, Statements::new)) {
            try (var stream = connection.open()) {
                stream.send(page);
                if (!(stream.receive(ANSWER_MAX) instanceof RosterHeads)) {
                    throw wrong("no answer to statements");
                }
            }
        }
    }

    private static NetException wrong(String what) {
        return new NetException(NetException.Kind.WRONG_STATE, what);
    }

    @Override
    public void close() {
        connection.close(CloseReason.of(CloseCode.DONE, "all was read"));
    }
}
