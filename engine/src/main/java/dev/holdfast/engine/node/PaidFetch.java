package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.files.Rooms;

import java.nio.ByteBuffer;

/// Fetches from other devices over a line that is paid for: only while a person has asked for it.
/// Not safe for threads.
final class PaidFetch implements Rooms.Others {

    private final Rooms.Others fetch;
    private boolean isAsked;

    PaidFetch(Rooms.Others fetch) {
        this.fetch = fetch;
    }

    /// @param asked whether a person wants what is fetched from now on
    void allow(boolean asked) {
        isAsked = asked;
    }

    @Override
    public void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException {
        if (!isAsked) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "This line is metered: nothing is fetched that nobody asked for.",
                    "Run `holdfast repair` to have it fetched now.");
        }
        fetch.fetch(id, into);
    }
}
