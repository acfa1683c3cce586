package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.liveness.Rumour;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A connection whose two sides hold each other to be of the pool, with the stream on which they
/// speak of the pool itself for as long as it stands.
final class Session {

    /// Messages on their way to the peer. One that takes them more slowly is let go.
    static final int OUTBOX_MAX = 256;

    /// What goes over between two looks while nobody works: signs of life and rumours. Bytes.
    static final int SIGNS_MAX = 4 << 10;

    /// @param heard when the peer was last heard
    /// @param isNews whether that was since the look before
    /// @param isWork whether more went over than signs of life
    record Look(Instant heard, boolean isNews, boolean isWork) {}

    private record Outgoing(Message message, Optional<CloseReason> last) {}

    private final long number;
    private final Connection connection;
    private final Stream stream;
    private final Greeting greeting;
    private final BlockingQueue<Outgoing> outbox = new ArrayBlockingQueue<>(OUTBOX_MAX);

    private volatile List<Hash> heads;
    private volatile boolean asking;
    private long movedBytes;
    private long receivedBytes;
    private Instant heardAt = Instant.MIN;

    /// What the peer said of itself at the beginning.
    ///
    /// @param heads the heads of its roster
    /// @param addresses where it can be dialled
    /// @param chain by which it showed that it belongs, if it had to
    /// @param version of the protocol that both speak
    record Greeting(
            List<Hash> heads, List<String> addresses, List<SignedStatement> chain, int version) {}

    Session(long number, Connection connection, Stream stream, Greeting greeting) {
        this.number = number;
        this.connection = connection;
        this.stream = stream;
        this.greeting = greeting;
        heads = greeting.heads();
    }

    long number() {
        return number;
    }

    Connection connection() {
        return connection;
    }

    DeviceId device() {
        return connection.peer().device();
    }

    boolean isDialled() {
        return connection.peer().dialled();
    }

    /// Why the connection ended, if it did.
    Optional<CloseReason> ended() {
        return connection.traffic().ended();
    }

    Greeting greeting() {
        return greeting;
    }

    int version() {
        return greeting.version();
    }

    Message receive(Duration patience) throws NetException, InterruptedException {
        return stream.receive(patience);
    }

    /// Hands a message to the thread that sends. Never waits.
    void send(Message message) {
        put(new Outgoing(message, Optional.empty()));
    }

    /// Asks for a sign of life.
    void ping(Instant now) {
        send(new Ping(now.getEpochSecond()));
    }

    /// Passes rumours on to a peer that knows what they are.
    void rumours(List<Rumour> rumours) {
        if (isVersed()) {
            send(new Rumours(rumours));
        }
    }

    /// Whether the peer probes for others and passes rumours on.
    boolean isVersed() {
        return version() >= Versions.PROBES;
    }

    /// Whether the peer tells where it reaches this device.
    boolean dialsBack() {
        return version() >= Versions.DIALS_BACK;
    }

    /// Sends one more message, then ends the connection.
    void end(Message lastWord, CloseReason reason) {
        put(new Outgoing(lastWord, Optional.of(reason)));
    }

    void end(CloseReason reason) {
        connection.close(reason);
    }

    private void put(Outgoing outgoing) {
        if (!outbox.offer(outgoing)) {
            end(CloseReason.of(CloseCode.SILENT, "it does not take what it is sent"));
        }
    }

    /// Sends what is handed over, until the connection ends or the thread is interrupted.
    void sendAll() {
        try {
            var last = Optional.<CloseReason>empty();
            while (last.isEmpty()) {
                var next = outbox.take();
                stream.send(next.message());
                last = next.last();
            }
            end(last.get());
        } catch (NetException e) {
            end(CloseReason.of(CloseCode.SILENT, "it does not take what it is sent"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The heads of the peer's roster, as it said last.
    List<Hash> heads() {
        return heads;
    }

    /// The peer's roster has these heads now.
    void says(List<Hash> now) {
        heads = now;
    }

    /// True while a question for statements is open. Another one would be answered with the same.
    boolean isAsking() {
        return asking;
    }

    /// A question for statements is open from now on, or no more.
    void asking(boolean isAsking) {
        asking = isAsking;
    }

    /// Notes what went over the connection since the last look, and says when the peer was last
    /// heard.
    Look look(Instant now) {
        var traffic = connection.traffic();
        long moved = traffic.sentBytes() + traffic.receivedBytes() - movedBytes;
        movedBytes += moved;
        boolean isNews = traffic.receivedBytes() != receivedBytes || heardAt.equals(Instant.MIN);
        if (isNews) {
            receivedBytes = traffic.receivedBytes();
            heardAt = now;
        }
        return new Look(heardAt, isNews, moved > SIGNS_MAX);
    }
}
