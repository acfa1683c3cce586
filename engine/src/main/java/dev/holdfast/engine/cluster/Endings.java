package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.presence.Doubles;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.net.CloseReason;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// What the ends of connections tell. Written in the loop of the links, read anywhere.
final class Endings {

    /// After these the peer is not to be dialled again at once.
    private static final Set<CloseCode> UNWANTED =
            Set.of(
                    CloseCode.DUPLICATE,
                    CloseCode.NOT_ADMITTED,
                    CloseCode.REVOKED,
                    CloseCode.OTHER_POOL,
                    CloseCode.NO_COMMON_VERSION,
                    CloseCode.MALFORMED,
                    CloseCode.WRONG_STATE,
                    CloseCode.FLOODED);

    private final InstantSource clock;
    private volatile Doubles doubles = Doubles.none();

    Endings(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether another connection to the peer is wanted at once.
    static boolean isWanted(CloseReason reason) {
        return !UNWANTED.contains(reason.code());
    }

    /// A connection of this device that stood has given way to another one of it.
    void turned(DeviceId device) {
        doubles = doubles.turned(device, clock.instant());
    }

    Set<DeviceId> doubles() {
        Instant now = clock.instant();
        return doubles.at(now);
    }
}
