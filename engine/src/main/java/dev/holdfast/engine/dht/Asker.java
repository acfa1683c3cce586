package dev.holdfast.engine.dht;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.net.NetException;

import java.time.Duration;

/// Asks a device one question. Safe for many threads.
public interface Asker {

    /// The answer, or a failure within `patience`.
    Message ask(DeviceId device, Message question, Duration patience)
            throws NetException, InterruptedException;
}
