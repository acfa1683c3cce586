package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage.Bye;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.proto.MessageCodec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A connection over a link of frames. The link's thread brings frames to [#accept] and news of its
/// end to [#lost]; neither ever waits.
public final class Mux implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Mux.class);

    /// What is said of an end is cut to this, so that a [Bye] always fits. Characters.
    private static final int DETAIL_LENGTH_MAX = Bye.DETAIL_BYTES_MAX / 4;

    private final Peer peer;
    private final FrameLink link;
    private final Acceptor acceptor;
    private final Intake intake;
    private final SendGate gate = new SendGate(() -> send(new Frame.Blocked(0)));
    private final StreamTable streams;
    private final Semaphore slots = new Semaphore(STREAMS_MAX);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final AtomicReference<@Nullable CloseReason> ended = new AtomicReference<>();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private volatile long heardNanos = System.nanoTime();
    private volatile long bulkNanos = System.nanoTime();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile boolean admitted;

    public Mux(Peer peer, FrameLink link, Acceptor acceptor, Budget budget) {
        this.peer = peer;
        this.link = link;
        this.acceptor = acceptor;
        intake = new Intake(this::send, budget);
        streams = new StreamTable(peer.dialled());
    }

    /// Tells the acceptor, and lets streams be served when it knows.
    public void start() {
        if (peer.dialled()) {
            admit();
        }
        run("opened", this::tellOpened);
    }

    /// Waits until the acceptor knows.
    public void awaitOpened() {
        opened.join();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Stream open() throws NetException, InterruptedException {
        slots.acquire();
        var stream = new MuxStream(this, 0);
        streams.add(stream);
        var reason = ended.get();
        if (reason != null) {
            stream.cutOff(reason);
            stream.close();
            throw new NetException(Kind.CLOSED, "The connection has ended, " + reason);
        }
        return stream;
    }

    @Override
    public void admit() {
        admitted = true;
        intake.admit();
        link.admitted();
    }

    public boolean isAdmitted() {
        return admitted;
    }

    @Override
    public Traffic traffic() {
        long now = System.nanoTime();
        return new Traffic(
                sentBytes.sum(),
                receivedBytes.sum(),
                Duration.ofNanos(now - heardNanos),
                Duration.ofNanos(now - bulkNanos),
                Optional.ofNullable(ended.get()));
    }

    @Override
    public void close(CloseReason reason) {
        if (!end(reason)) {
            return;
        }
        if (reason.code() == CloseCode.LOST) {
            link.abort();
        } else {
            var detail = reason.detail();
            var words = detail.substring(0, Math.min(detail.length(), DETAIL_LENGTH_MAX));
            send(new Frame.Control(0, MessageCodec.encode(new Bye(reason.code(), words))));
            link.close();
        }
    }

    /// The link is gone, or is given up.
    public void lost(CloseCode code, String detail) {
        end(CloseReason.of(code, detail));
        link.abort();
    }

    /// How long a message may be now.
    public int controlMax() {
        return intake.controlMax();
    }

    /// Bytes came from the peer, whatever they mean.
    public void heard(int bytes) {
        heardNanos = System.nanoTime();
        receivedBytes.add(bytes);
    }

    /// All that was there to read has been read, for now.
    public void paused() {
        intake.receipt();
    }

    /// Takes a frame of the peer's.
    public void accept(Frame frame) {
        try {
            if (ended.get() != null) {
                release(frame);
            } else {
                dispatch(frame);
            }
        } catch (ViolationException e) {
            close(e.reason());
        }
    }

    SendGate gate() {
        return gate;
    }

    Intake intake() {
        return intake;
    }

    void send(Frame frame) {
        sentBytes.add(Frame.HEADER_BYTES + frame.bodyLength());
        link.send(frame);
        if (link.waiting() > MuxLimits.WAITING_MAX && !givenUp.getAndSet(true)) {
            // On a thread of its own: whoever sends may hold a lock that an end takes too.
            run("lost", () -> lost(CloseCode.SILENT, "It takes nothing of what it is sent."));
        }
    }

    /// Numbers a stream and sends its first frame, in one step, so that numbers arrive in order.
    void introduce(MuxStream stream, IntFunction<Frame> first) {
        synchronized (streams) {
            streams.number(stream);
            send(first.apply(stream.id()));
        }
    }

    /// Bytes of a run came, or were received.
    void bulkMoved() {
        bulkNanos = System.nanoTime();
    }

    void finished(MuxStream stream) {
        if (streams.remove(stream)) {
            slots.release();
        }
    }

    private void dispatch(Frame frame) throws ViolationException {
        switch (frame) {
            case Frame.Control control when control.stream() == 0 -> lastWord(control);
            case Frame.Control control -> {
                intake.arrived(control);
                deliver(control);
            }
            case Frame.Bytes bytes -> {
                bulkMoved();
                intake.arrived(bytes);
                deliver(bytes);
            }
            case Frame.Credit credit when credit.stream() == 0 -> gate.credit(credit.bytes());
            case Frame.Credit credit -> on(credit.stream(), stream -> stream.take(credit));
            case Frame.Blocked(var id) when id == 0 -> intake.blocked();
            case Frame.Blocked blocked -> on(blocked.stream(), stream -> stream.take(blocked));
            case Frame.End(var id) -> on(id, MuxStream::endedByPeer);
            case Frame.Reset(var id) -> on(id, MuxStream::resetByPeer);
            case Frame.Receipt(var total) -> {
                if (!gate.arrived(total)) {
                    throw new ViolationException(
                            CloseCode.WRONG_STATE, "a receipt for what was not sent");
                }
            }
        }
    }

    private void on(int id, Consumer<MuxStream> action) throws ViolationException {
        var stream = streams.find(id);
        if (stream != null) {
            action.accept(stream);
        }
    }

    private void deliver(Frame.Control frame) throws ViolationException {
        var stream = findOrOpen(frame.stream());
        if (stream == null) {
            intake.consumed(0, frame.bodyLength());
        } else {
            stream.take(frame);
        }
    }

    private void deliver(Frame.Bytes frame) throws ViolationException {
        var stream = findOrOpen(frame.stream());
        if (stream == null) {
            intake.consumed(frame.bodyLength(), 0);
            frame.release().run();
        } else {
            stream.take(frame);
        }
    }

    private @Nullable MuxStream findOrOpen(int id) throws ViolationException {
        if (!streams.isOpening(id)) {
            return streams.find(id);
        }
        var stream = streams.open(id, number -> new MuxStream(this, number));
        stream.begin();
        run("stream-" + id, () -> serve(stream));
        return stream;
    }

    private void lastWord(Frame.Control frame) throws ViolationException {
        try {
            if (!(MessageCodec.decode(frame.body()) instanceof Bye(var code, var detail))) {
                throw new ViolationException(CloseCode.WRONG_STATE, "a message on no stream");
            }
            end(new CloseReason(code, detail, true));
            link.abort();
        } catch (MalformedException e) {
            throw new ViolationException(CloseCode.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /// True for the one call that ended the connection.
    private boolean end(CloseReason reason) {
        if (!ended.compareAndSet(null, reason)) {
            return false;
        }
        streams.all().forEach(stream -> stream.cutOff(reason));
        intake.close();
        slots.release(STREAMS_MAX);
        run("closed", () -> tellClosed(reason));
        return true;
    }

    private void tellOpened() {
        try {
            acceptor.opened(this);
        } finally {
            opened.complete(null);
        }
    }

    private void tellClosed(CloseReason reason) {
        opened.join();
        acceptor.closed(this, reason);
    }

    private void run(String what, Runnable task) {
        Thread.ofVirtual()
                .name(what + "-" + peer.device())
                .uncaughtExceptionHandler((_, e) -> LOG.error("{} with {} failed.", what, peer, e))
                .start(task);
    }

    private void serve(MuxStream stream) {
        boolean done = false;
        try {
            opened.join();
            acceptor.serve(this, stream);
            done = true;
        } catch (NetException e) {
            LOG.debug("A conversation with {} broke off: {}", peer, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (done) {
                stream.close();
            } else {
                stream.reset();
            }
        }
    }

    private static void release(Frame frame) {
        if (frame instanceof Frame.Bytes bytes) {
            bytes.release().run();
        }
    }
}
