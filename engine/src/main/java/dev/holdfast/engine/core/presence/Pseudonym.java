package dev.holdfast.engine.core.presence;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The name of a device for a quarter of an hour: 128 bits that whoever has the secret finds out
/// too, and that to anybody else are as good as drawn by lot. Two names of one device have nothing
/// in common.
public record Pseudonym(long high, long low) {

    /// How long a name is used.
    public static final Duration SLOT = Duration.ofMinutes(15);

    /// Clocks may be wrong by so many slots.
    public static final int SKEW = 1;

    private static final byte[] LABEL = "holdfast pseudonym 1".getBytes(StandardCharsets.US_ASCII);

    /// @param secret of the epoch that the device writes under
    public static Pseudonym of(Hash secret, DeviceId device, Instant now) {
        return of(secret, device, slot(now));
    }

    /// Hashed twice with the secret in front, as HMAC does (RFC 2104).
    private static Pseudonym of(Hash secret, DeviceId device, long slot) {
        var key = secret.toBytes();
        var when = ByteBuffer.allocate(Long.BYTES).putLong(slot).array();
        var inner = Sha256.of(key, LABEL, device.hash().toBytes(), when);
        var outer = Sha256.of(key, LABEL, inner.toBytes());
        return new Pseudonym(outer.w0(), outer.w1());
    }

    private static long slot(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SLOT.toSeconds());
    }

    /// Every name that one of these devices may use now.
    public static Map<Pseudonym, DeviceId> all(
            Collection<Hash> secrets, Collection<DeviceId> devices, Instant now) {
        var all = new HashMap<Pseudonym, DeviceId>();
        long slot = slot(now);
        for (var secret : secrets) {
            for (var device : devices) {
                for (int skew = -SKEW; skew <= SKEW; skew++) {
                    all.put(of(secret, device, slot + skew), device);
                }
            }
        }
        return all;
    }
}
