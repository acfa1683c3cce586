package dev.holdfast.engine.net.netty;

import java.time.Duration;

/// What strangers may cost: how long a connection that others dialled may take until it is
/// admitted, and how many may be at that at once.
public record NettyLimits(Duration admission, int halfOpenMax) {

    public static final NettyLimits DEFAULT = new NettyLimits(Duration.ofSeconds(10), 64);
}
