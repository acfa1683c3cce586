package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.proto.MessageCodec;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.IntFunction;

/// One stream of a [Mux]. It takes its number with the first frame it sends, so that numbers arrive
/// in order; until then the peer does not know of it.
final class MuxStream implements Stream {

    private static final Ending CLOSED_HERE = new Ending(Kind.ENDED, "The stream is closed here.");

    private final Mux mux;
    private final SendGate gate;
    private final SendGate.Lane lane;
    private final Inbox inbox;
    private volatile int id;
    private boolean endedHere;
    private boolean endedThere;

    /// A stream of the peer's, or one without a number when `id` is 0.
    MuxStream(Mux mux, int id) {
        this.mux = mux;
        this.id = id;
        gate = mux.gate();
        lane = gate.lane(() -> mux.send(new Frame.Blocked(this.id)));
        inbox =
                new Inbox(
                        mux.intake(),
                        (bytes, control) -> mux.send(new Frame.Credit(this.id, bytes, control)));
    }

    int id() {
        return id;
    }

    /// The peer has opened it, and is told how much it may send.
    void begin() {
        inbox.begin();
    }

    void number(int given) {
        id = given;
    }

    @Override
    public void send(Message message) throws NetException, InterruptedException {
        var body = MessageCodec.encode(message);
        gate.takeControl(lane, body.length);
        say(number -> new Frame.Control(number, body));
    }

    @Override
    public void sendBytes(ByteBuffer bytes) throws NetException, InterruptedException {
        if (bytes.remaining() <= MuxLimits.COPIED_MAX) {
            var copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            sendBytes(copy, new InFlight());
            return;
        }
        var inFlight = new InFlight();
        try {
            sendBytes(bytes, inFlight);
        } finally {
            if (!inFlight.land(STALL_MAX)) {
                mux.lost(CloseCode.SILENT, "The path took nothing for %s.".formatted(STALL_MAX));
                inFlight.land();
            }
        }
    }

    @Override
    public Message receive(Duration patience) throws NetException, InterruptedException {
        try {
            return MessageCodec.decode(inbox.control(patience));
        } catch (MalformedException e) {
            mux.close(CloseReason.of(CloseCode.MALFORMED, String.valueOf(e.getMessage())));
            throw new NetException(Kind.CLOSED, "The peer sent " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void receiveBytes(ByteBuffer into, Duration patience)
            throws NetException, InterruptedException {
        inbox.bytes(into, patience);
        mux.bulkMoved();
    }

    @Override
    public void close() {
        endHere(Frame.End::new);
    }

    /// Breaks the conversation off.
    void reset() {
        endHere(Frame.Reset::new);
    }

    void take(Frame.Control frame) throws ViolationException {
        inbox.put(frame);
    }

    void take(Frame.Bytes frame) throws ViolationException {
        inbox.put(frame);
    }

    void take(Frame.Credit credit) {
        gate.credit(lane, credit.bytes(), credit.controlBytes());
    }

    void take(Frame.Blocked blocked) {
        inbox.blocked();
    }

    void endedByPeer() {
        var ending = new Ending(Kind.ENDED, "The peer has closed the stream.");
        gate.end(lane, ending);
        inbox.end(ending);
        endThere();
    }

    void resetByPeer() {
        var ending = new Ending(Kind.RESET, "The peer broke off.");
        gate.end(lane, ending);
        inbox.discard(ending);
        endThere();
    }

    /// The connection has ended. What arrived before can be received when the peer ended it.
    void cutOff(CloseReason reason) {
        var ending = new Ending(Kind.CLOSED, "The connection has ended, " + reason);
        gate.end(lane, ending);
        if (reason.fromPeer()) {
            inbox.end(ending);
        } else {
            inbox.discard(ending);
        }
    }

    private void sendBytes(ByteBuffer bytes, InFlight inFlight)
            throws NetException, InterruptedException {
        while (bytes.hasRemaining()) {
            int count = gate.take(lane, bytes.remaining());
            var part = bytes.slice(bytes.position(), count);
            bytes.position(bytes.position() + count);
            inFlight.start();
            say(number -> new Frame.Bytes(number, part, () -> landed(count, inFlight)));
        }
    }

    private void landed(int count, InFlight inFlight) {
        gate.written(count);
        inFlight.end();
    }

    private void say(IntFunction<Frame> frame) {
        if (id == 0) {
            mux.introduce(this, frame);
            inbox.begin();
        } else {
            mux.send(frame.apply(id));
        }
    }

    private void endHere(IntFunction<Frame> lastFrame) {
        inbox.discard(CLOSED_HERE);
        gate.end(lane, CLOSED_HERE);
        synchronized (this) {
            if (endedHere) {
                return;
            }
            endedHere = true;
            if (id == 0) {
                endedThere = true;
            } else {
                mux.send(lastFrame.apply(id));
            }
        }
        finishIfEnded();
    }

    private void endThere() {
        synchronized (this) {
            endedThere = true;
        }
        finishIfEnded();
    }

    private void finishIfEnded() {
        boolean ended;
        synchronized (this) {
            ended = endedHere && endedThere;
        }
        if (ended) {
            mux.finished(this);
        }
    }
}
