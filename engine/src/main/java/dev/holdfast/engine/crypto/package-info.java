/// Who a device is, what it may read, and how bytes are sealed.
///
/// **Purpose.** Ports and values for device keys, signatures, boxes to one recipient, the recovery
/// phrase, the pool's secrets, and the sealing of chunks and of batches. Keys and algorithms stay
/// behind them: callers see bytes and values of the core.
///
/// **May use.** `core`, `codec`, and of the TLS types only those of `javax.net.ssl`.
///
/// **Used by.** The write and read paths, the roster, the links between devices, recovery.
///
/// **Start reading at** `Sealer`, then `KeyRing`, then `DeviceKeys`.
@NullMarked
package dev.holdfast.engine.crypto;

import org.jspecify.annotations.NullMarked;
