package dev.holdfast.engine.recovery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

/// What the root key signs to show that somebody has the words. It names both ends, whose keys TLS
/// has proved, so nobody in between can show it to another device; it is for this once, by the
/// nonce; and nothing else that the root signs begins like it.
final class RootProof {

    private static final byte[] DOMAIN = "holdfast recovery 1\n".getBytes(US_ASCII);

    private RootProof() {}

    static byte[] message(Hash nonce, DeviceId asked, DeviceId asking) {
        return new CanonicalWriter()
                .raw(DOMAIN)
                .hash(nonce)
                .hash(asked.hash())
                .hash(asking.hash())
                .toBytes();
    }
}
