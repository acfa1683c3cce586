package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.Listener;

import io.netty.channel.Channel;

/// A bound server socket.
record NettyListener(Endpoint endpoint, Channel socket) implements Listener {

    @Override
    public void close() {
        socket.close().syncUninterruptibly();
    }
}
