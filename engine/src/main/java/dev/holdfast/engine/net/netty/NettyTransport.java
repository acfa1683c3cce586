package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.crypto.TlsKeys;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.mux.Budget;
import dev.holdfast.engine.net.mux.Mux;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// TCP and mutual TLS 1.3. Two event loops serve every connection; whatever waits does so on
/// virtual threads.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel as well
public final class NettyTransport implements Transport {

    private static final int EVENT_LOOPS = 2;

    /// Connections that the system may hold before they are taken.
    private static final int BACKLOG_MAX = 128;

    /// How long the event loops may take to stop.
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final NettyLimits limits;
    private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    EVENT_LOOPS, new DefaultThreadFactory("net", true), NioIoHandler.newFactory());
    private final PooledByteBufAllocator buffers = Buffers.make(EVENT_LOOPS);
    private final Budget budget = Budget.ofHeap();
    private final HalfOpen halfOpen;
    private final Tls tls;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Mux> connections = ConcurrentHashMap.newKeySet();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final ReentrantLock door = new ReentrantLock();
    private boolean isClosed;

    public NettyTransport(TlsKeys keys, NettyLimits limits) {
        this(keys, limits, Tls.fastest());
    }

    NettyTransport(TlsKeys keys, NettyLimits limits, SslProvider provider) {
        this.limits = limits;
        halfOpen = new HalfOpen(limits.halfOpenMax());
        tls = new Tls(keys, handshakes, provider);
    }

    @Override
    public Listener listen(Endpoint at, Acceptor acceptor) throws NetException {
        var address = new InetSocketAddress(at.host(), at.port());
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG_MAX)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOCATOR, buffers)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, Buffers.READS)
                        .childHandler(new Taking(this, acceptor))
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new NetException(
                    Kind.CANNOT_LISTEN, String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        var local = (InetSocketAddress) bound.channel().localAddress();
        var listener = new NettyListener(new Endpoint(at.host(), local.getPort()), bound.channel());
        listeners.add(listener);
        return listener;
    }

    @Override
    public Connection connect(Dial dial, Acceptor acceptor)
            throws NetException, InterruptedException {
        var address = new InetSocketAddress(dial.to().host(), dial.to().port());
        if (address.isUnresolved()) {
            throw new NetException(
                    Kind.UNREACHABLE, "No address is known for %s.".formatted(dial.to().host()));
        }
        var outcome = new CompletableFuture<Mux>();
        var connecting = begin(dial, new Dialling(this, dial, acceptor, outcome), address, outcome);
        try {
            var mux = outcome.get(dial.patience().toMillis(), TimeUnit.MILLISECONDS);
            mux.awaitOpened();
            return mux;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NetException why ? why : unreachable(dial, e);
        } catch (TimeoutException e) {
            connecting.channel().close();
            throw new NetException(
                    Kind.TIMEOUT,
                    "%s did not answer within %s.".formatted(dial.to(), dial.patience()),
                    e);
        } catch (InterruptedException e) {
            connecting.channel().close();
            throw e;
        }
    }

    /// Nothing is begun once the event loops end: they would say so at length, in the log of a
    /// command that only ended.
    private ChannelFuture begin(
            Dial dial, Dialling handler, InetSocketAddress to, CompletableFuture<Mux> outcome)
            throws NetException {
        door.lock();
        try {
            if (isClosed) {
                throw new NetException(Kind.UNREACHABLE, "This device stops, and dials nobody.");
            }
            var connecting = dialler(dial, handler).connect(to);
            connecting.addListener(
                    done -> {
                        if (!done.isSuccess()) {
                            outcome.completeExceptionally(unreachable(dial, done.cause()));
                        }
                    });
            return connecting;
        } finally {
            door.unlock();
        }
    }

    private void shutTheDoor() {
        door.lock();
        try {
            isClosed = true;
        } finally {
            door.unlock();
        }
    }

    @Override
    public void close() {
        shutTheDoor();
        listeners.forEach(Listener::close);
        var reason = CloseReason.of(CloseCode.SHUTTING_DOWN, "The device stops.");
        connections.forEach(connection -> connection.close(reason));
        long left = NettyLink.LINGER.toMillis();
        for (var channel : channels) {
            channel.closeFuture().awaitUninterruptibly(left, TimeUnit.MILLISECONDS);
        }
        channels.forEach(Channel::close);
        loops.shutdownGracefully(0, STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        handshakes.close();
    }

    NettyLimits limits() {
        return limits;
    }

    HalfOpen halfOpen() {
        return halfOpen;
    }

    Tls tls() {
        return tls;
    }

    Budget budget() {
        return budget;
    }

    /// Remembers a channel until it is closed.
    void keep(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(_ -> channels.remove(channel));
    }

    /// Remembers a connection until its channel is closed.
    void keep(Mux mux, Channel channel) {
        connections.add(mux);
        channel.closeFuture().addListener(_ -> connections.remove(mux));
    }

    private Bootstrap dialler(Dial dial, Dialling handler) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOCATOR, buffers)
                .option(ChannelOption.RECVBUF_ALLOCATOR, Buffers.READS)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(dial.patience().toMillis()))
                .handler(handler);
    }

    private static NetException unreachable(Dial dial, Throwable cause) {
        return new NetException(
                Kind.UNREACHABLE,
                "%s cannot be reached: %s".formatted(dial.to(), cause.getMessage()),
                cause);
    }
}
