package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.mux.Frame;
import dev.holdfast.engine.net.mux.FrameLink;
import dev.holdfast.engine.net.mux.FrameReader;
import dev.holdfast.engine.net.mux.Mux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Frames over a channel whose handshake is done. Outgoing bytes are wrapped, never copied;
/// incoming ones are handed on as views of the decrypted buffers, which are freed when they have
/// been read.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel as well
final class NettyLink extends ChannelInboundHandlerAdapter implements FrameLink, FrameReader.Sink {

    /// How long the peer has to read the last words before the socket is closed under it.
    static final Duration LINGER = Duration.ofSeconds(2);

    /// How long what arrives is gathered before the peer is told of it. A word for each read of the
    /// socket takes a sixth of the processor that a fast path costs its receiver.
    private static final Duration GATHERED = Duration.ofMillis(2);

    private final Channel channel;
    private final Runnable onAdmitted;
    private final Mux mux;
    private final FrameReader reader;
    private final Queue<Frame> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainComes = new AtomicBoolean();
    private final AtomicLong waiting = new AtomicLong();
    private ChannelHandlerContext below;
    private ByteBuf current = Unpooled.EMPTY_BUFFER;
    private boolean broken;
    private boolean isGathering;

    NettyLink(ChannelHandlerContext below, Runnable onAdmitted, Function<FrameLink, Mux> mux) {
        this.below = below;
        channel = below.channel();
        this.onAdmitted = onAdmitted;
        this.mux = mux.apply(this);
        reader = new FrameReader(this, this.mux::controlMax);
    }

    Mux mux() {
        return mux;
    }

    @Override
    public void send(Frame frame) {
        waiting.addAndGet(frame.weight());
        outgoing.add(frame);
        if (!drainComes.getAndSet(true)) {
            try {
                channel.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException e) {
                giveUp();
            }
        }
    }

    @Override
    public long waiting() {
        return waiting.get();
    }

    @Override
    public void admitted() {
        onAdmitted.run();
    }

    @Override
    public void close() {
        if (!channel.eventLoop().isShuttingDown()) {
            channel.eventLoop()
                    .schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void abort() {
        channel.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        below = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        current = (ByteBuf) message;
        try {
            mux.heard(current.readableBytes());
            if (!broken) {
                reader.read(current.nioBuffer());
            }
        } catch (MalformedException e) {
            broken = true;
            mux.close(CloseReason.of(CloseCode.MALFORMED, String.valueOf(e.getMessage())));
        } finally {
            current.release();
            current = Unpooled.EMPTY_BUFFER;
        }
    }

    @Override
    public void frame(Frame frame) {
        mux.accept(frame);
    }

    @Override
    public void bytes(int stream, ByteBuffer piece) {
        var owner = current.retain();
        mux.accept(new Frame.Bytes(stream, piece, owner::release));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!isGathering) {
            isGathering = true;
            context.executor().schedule(this::gathered, GATHERED.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelReadComplete();
    }

    private void gathered() {
        isGathering = false;
        mux.paused();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        mux.lost(CloseCode.LOST, "The other side is gone.");
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        mux.lost(CloseCode.LOST, "The path broke: " + cause.getMessage());
    }

    /// Writes what stands in line now, and flushes once for all of it.
    private void drain() {
        drainComes.set(false);
        for (var frame = outgoing.poll(); frame != null; frame = outgoing.poll()) {
            write(frame);
        }
        below.flush();
    }

    private void write(Frame frame) {
        if (frame instanceof Frame.Bytes bytes) {
            below.write(encoded(frame, Frame.HEADER_BYTES));
            below.write(Unpooled.wrappedBuffer(bytes.body()))
                    .addListener(_ -> bytes.release().run());
        } else {
            below.write(encoded(frame, Frame.HEADER_BYTES + frame.bodyLength()))
                    .addListener(_ -> waiting.addAndGet(-frame.weight()));
        }
    }

    private ByteBuf encoded(Frame frame, int length) {
        var buffer = channel.alloc().heapBuffer(length, length);
        frame.write(buffer.internalNioBuffer(0, length));
        return buffer.writerIndex(length);
    }

    /// The event loop has stopped, and nothing is ever written again.
    private void giveUp() {
        for (var frame = outgoing.poll(); frame != null; frame = outgoing.poll()) {
            if (frame instanceof Frame.Bytes bytes) {
                bytes.release().run();
            }
        }
    }
}
