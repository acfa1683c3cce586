package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.mux.Mux;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;

import java.util.concurrent.CompletableFuture;

/// What happens to a connection that this device dials.
final class Dialling extends ChannelInitializer<Channel> {

    private final NettyTransport transport;
    private final Dial dial;
    private final Acceptor acceptor;
    private final CompletableFuture<Mux> outcome;

    Dialling(
            NettyTransport transport,
            Dial dial,
            Acceptor acceptor,
            CompletableFuture<Mux> outcome) {
        this.transport = transport;
        this.dial = dial;
        this.acceptor = acceptor;
        this.outcome = outcome;
    }

    @Override
    protected void initChannel(Channel channel) {
        transport.keep(channel);
        var tls = transport.tls().dialling(dial.protocol(), channel.alloc(), dial.patience());
        var keys = transport.tls().keys();
        channel.pipeline().addLast(tls, new Handshake(keys, tls, true, new Dialled(channel)));
    }

    private final class Dialled implements Handshake.Outcome {

        private final Channel channel;

        Dialled(Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyLink proved(ChannelHandlerContext context, Peer peer) throws NetException {
            if (!dial.isWelcome(peer.device())) {
                throw new NetException(
                        Kind.WRONG_PEER,
                        "%s answers on %s, not %s"
                                .formatted(peer.device(), dial.to(), dial.whom()));
            }
            var link =
                    new NettyLink(
                            context,
                            () -> {},
                            below -> new Mux(peer, below, acceptor, transport.budget()));
            transport.keep(link.mux(), channel);
            outcome.complete(link.mux());
            return link;
        }

        @Override
        public void failed(NetException why) {
            outcome.completeExceptionally(why);
        }
    }
}
