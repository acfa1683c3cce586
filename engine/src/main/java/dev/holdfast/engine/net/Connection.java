package dev.holdfast.engine.net;

import java.time.Duration;
import java.util.Optional;

/// A connection to a peer that has proved who it is. Whether it may talk is judged above, by its
/// [Peer]. Safe for many threads.
public interface Connection {

    /// Streams that either side may have open at once.
    int STREAMS_MAX = 64;

    /// Messages that a connection which is not admitted may have in memory; other bytes may not
    /// come at all. Bytes.
    int UNADMITTED_BYTES_MAX = 64 << 10;

    Peer peer();

    /// A stream to hold one conversation on; waits while [#STREAMS_MAX] of this side's are open.
    /// The peer hears of it with the first thing sent.
    Stream open() throws NetException, InterruptedException;

    /// Lets the peer of a taken connection send bytes, and messages of more than
    /// [#UNADMITTED_BYTES_MAX] in all, for longer than the time for admission. A dialled connection
    /// is admitted from the start.
    void admit();

    /// How the connection stands now.
    Traffic traffic();

    /// Sends what was handed over, then the reason, and ends; the peer reads what came before the
    /// reason. With [dev.holdfast.engine.core.wire.CloseCode#LOST] it ends at once and says
    /// nothing. Closing twice is harmless; the first reason stays.
    void close(CloseReason reason);

    /// Bytes that went either way, time since the last byte came, time since the last of a run of
    /// bytes came or was received, and why the connection ended, if it did. Any byte that came
    /// proves that the peer lives; one of a run, also of one that nobody waits for any more, that
    /// what was asked for is on its way.
    record Traffic(
            long sentBytes,
            long receivedBytes,
            Duration silence,
            Duration bulkSilence,
            Optional<CloseReason> ended) {}
}
