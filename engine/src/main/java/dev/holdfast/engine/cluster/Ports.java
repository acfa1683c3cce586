package dev.holdfast.engine.cluster;

import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.net.Transport;

/// What the links lean on. The transport speaks as the device of `keys`, and belongs to the caller.
public record Ports(Transport transport, DeviceKeys keys, Signatures signatures, RosterLog log) {}
