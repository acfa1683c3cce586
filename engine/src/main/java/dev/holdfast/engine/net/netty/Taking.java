package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.mux.Mux;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What happens to a connection that another device dialled.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel as well
final class Taking extends ChannelInitializer<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    private final NettyTransport transport;
    private final Acceptor acceptor;

    Taking(NettyTransport transport, Acceptor acceptor) {
        this.transport = transport;
        this.acceptor = acceptor;
    }

    @Override
    protected void initChannel(Channel channel) {
        var place = transport.halfOpen().enter(channel);
        if (!channel.isOpen()) {
            LOG.info("{} was turned away: too many strangers at once.", channel.remoteAddress());
            return;
        }
        transport.keep(channel);
        var patience = transport.limits().admission();
        var taken = new Taken(channel, place);
        var tls = transport.tls().taking(channel.alloc(), patience);
        channel.pipeline().addLast(tls, new Handshake(transport.tls().keys(), tls, false, taken));
        taken.deadline =
                channel.eventLoop()
                        .schedule(taken::tooSlow, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// One such connection on its way to being admitted.
    private final class Taken implements Handshake.Outcome {

        private final Channel channel;
        private final HalfOpen.Place place;
        private @Nullable Mux mux;
        private @Nullable Future<?> deadline;

        Taken(Channel channel, HalfOpen.Place place) {
            this.channel = channel;
            this.place = place;
        }

        @Override
        public NettyLink proved(ChannelHandlerContext context, Peer peer) {
            var link =
                    new NettyLink(
                            context,
                            this::admitted,
                            below -> new Mux(peer, below, acceptor, transport.budget()));
            mux = link.mux();
            transport.keep(link.mux(), channel);
            return link;
        }

        @Override
        public void failed(NetException why) {
            LOG.info(
                    "{} was turned away: {}. If it is a device of yours, bring it to this version"
                            + " of Holdfast and let it in with `holdfast invite`.",
                    channel.remoteAddress(),
                    why.getMessage());
        }

        private void admitted() {
            place.leave();
            if (deadline != null) {
                deadline.cancel(false);
            }
        }

        private void tooSlow() {
            if (mux == null) {
                channel.close();
            } else if (!mux.isAdmitted()) {
                mux.close(
                        CloseReason.of(
                                CloseCode.TOO_SLOW,
                                "not admitted within " + transport.limits().admission()));
            }
        }
    }
}
