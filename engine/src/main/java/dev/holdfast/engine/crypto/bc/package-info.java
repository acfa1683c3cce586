/// Keys and ciphers, by the platform's cryptography, AWS-LC and Bouncy Castle.
///
/// **Purpose.** The one room that knows algorithms, encodings of keys and the file they lie in:
/// P-256, X25519 and Ed25519, HKDF, AES-256-GCM, X.509.
///
/// **May use.** `crypto`, `codec`, `buffers`, `core`, `api` for its problems, the JCA, Bouncy
/// Castle, and `java.nio.file` for the key file.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `BcSealer`, then `BcBoxes`, then `DeviceKeyFile`.
@NullMarked
package dev.holdfast.engine.crypto.bc;

import org.jspecify.annotations.NullMarked;
