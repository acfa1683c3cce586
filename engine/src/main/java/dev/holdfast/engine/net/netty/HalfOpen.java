package dev.holdfast.engine.net.netty;

import io.netty.channel.Channel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the connections that others dialled and that are not admitted yet. Safe for many threads.
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the channel as well
final class HalfOpen {

    private final AtomicInteger count = new AtomicInteger();
    private final int max;

    HalfOpen(int max) {
        this.max = max;
    }

    /// One such connection.
    final class Place {

        private final AtomicBoolean left = new AtomicBoolean();

        /// Admitted, or gone.
        void leave() {
            if (left.compareAndSet(false, true)) {
                count.decrementAndGet();
            }
        }
    }

    /// A place for `channel`, which is closed when there is none; then the place is given back at
    /// once.
    Place enter(Channel channel) {
        var place = new Place();
        if (count.incrementAndGet() > max) {
            channel.close();
        }
        channel.closeFuture().addListener(_ -> place.leave());
        return place;
    }
}
