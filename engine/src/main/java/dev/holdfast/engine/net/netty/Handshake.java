package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.TlsKeys;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.NetException.Kind;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Protocol;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import java.util.Arrays;

import javax.net.ssl.SSLPeerUnverifiedException;

/// Waits for the TLS handshake, finds out whom it proved, and makes room for the link.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel as well
final class Handshake extends ChannelInboundHandlerAdapter {

    /// What to do with its outcome. Both run on the event loop.
    interface Outcome {

        /// Makes the link; throws when this peer is not wanted.
        NettyLink proved(ChannelHandlerContext context, Peer peer) throws NetException;

        void failed(NetException why);
    }

    /// Characters.
    private static final int REASON_LENGTH_MAX = 200;

    private final TlsKeys keys;
    private final SslHandler tls;
    private final boolean dialled;
    private final Outcome outcome;
    private boolean done;

    Handshake(TlsKeys keys, SslHandler tls, boolean dialled, Outcome outcome) {
        this.keys = keys;
        this.tls = tls;
        this.dialled = dialled;
        this.outcome = outcome;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end)) {
            return;
        }
        if (!end.isSuccess()) {
            fail(context, refused(end.cause()));
            return;
        }
        try {
            var link = outcome.proved(context, peer());
            context.pipeline().replace(this, "frames", link);
            link.mux().start();
        } catch (NetException e) {
            fail(context, e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, new NetException(Kind.UNREACHABLE, "The peer hung up in the handshake."));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, refused(cause));
    }

    /// Sessions are not resumed: every connection proves possession of the keys again.
    private Peer peer() throws NetException {
        var session = tls.engine().getSession();
        try {
            var key = keys.peerKey(session);
            session.invalidate();
            return new Peer(new DeviceId(Sha256.of(key)), key, protocol(), dialled);
        } catch (SSLPeerUnverifiedException e) {
            throw new NetException(Kind.UNREACHABLE, "The peer showed no certificate.", e);
        }
    }

    private Protocol protocol() throws NetException {
        var agreed = tls.applicationProtocol();
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.id().equals(agreed))
                .findFirst()
                .orElseThrow(
                        () -> new NetException(Kind.UNREACHABLE, "No protocol was agreed on."));
    }

    private void fail(ChannelHandlerContext context, NetException why) {
        if (!done) {
            done = true;
            outcome.failed(why);
            context.close();
        }
    }

    /// What a stranger sent is not repeated: it may be long, and is theirs to choose.
    private static NetException refused(Throwable cause) {
        var root =
                cause instanceof DecoderException && cause.getCause() != null
                        ? cause.getCause()
                        : cause;
        var words = String.valueOf(root.getMessage());
        var told =
                root instanceof NotSslRecordException
                        ? "no TLS was spoken"
                        : words.substring(0, Math.min(words.length(), REASON_LENGTH_MAX));
        return new NetException(Kind.UNREACHABLE, "The handshake failed: " + told, cause);
    }
}
