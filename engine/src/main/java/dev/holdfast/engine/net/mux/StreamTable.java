package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Connection;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// The streams of a connection by number. The side that dialled numbers its own 1, 3, 5 …, the
/// other 2, 4, 6 …; numbers are never used again. Safe for many threads.
final class StreamTable {

    private final int ownParity;
    private final Map<Integer, MuxStream> numbered = new HashMap<>();
    private final Set<MuxStream> silent = new HashSet<>();
    private int lastOwn;
    private int lastTheirs;
    private int theirs;

    StreamTable(boolean dialled) {
        ownParity = dialled ? 1 : 0;
        lastOwn = dialled ? -1 : 0;
    }

    synchronized void add(MuxStream silentOne) {
        silent.add(silentOne);
    }

    /// Gives a silent stream its number.
    synchronized void number(MuxStream stream) {
        if (silent.remove(stream)) {
            lastOwn += 2;
            stream.number(lastOwn);
            numbered.put(lastOwn, stream);
        }
    }

    /// The stream with this number, null when it is over.
    synchronized @Nullable MuxStream find(int id) throws ViolationException {
        if (id > (isOwn(id) ? lastOwn : lastTheirs) || id == 0) {
            throw new ViolationException(
                    CloseCode.WRONG_STATE, "stream %d is not open".formatted(id));
        }
        return numbered.get(id);
    }

    /// True when the peer opens a stream by naming this number.
    synchronized boolean isOpening(int id) {
        return !isOwn(id) && id > lastTheirs;
    }

    synchronized MuxStream open(int id, IntFunction<MuxStream> make) throws ViolationException {
        if (theirs >= Connection.STREAMS_MAX) {
            throw new ViolationException(
                    CloseCode.FLOODED,
                    "more than %d streams at once".formatted(Connection.STREAMS_MAX));
        }
        theirs++;
        lastTheirs = id;
        var stream = make.apply(id);
        numbered.put(id, stream);
        return stream;
    }

    /// Forgets a stream; true when it was one of our own.
    synchronized boolean remove(MuxStream stream) {
        if (silent.remove(stream)) {
            return true;
        }
        if (numbered.remove(stream.id()) == null) {
            return false;
        }
        boolean own = isOwn(stream.id());
        theirs -= own ? 0 : 1;
        return own;
    }

    synchronized List<MuxStream> all() {
        return java.util.stream.Stream.concat(numbered.values().stream(), silent.stream()).toList();
    }

    private boolean isOwn(int id) {
        return id % 2 == ownParity;
    }
}
