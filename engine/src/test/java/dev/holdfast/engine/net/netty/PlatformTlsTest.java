package dev.holdfast.engine.net.netty;

import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.TransportContract;

import io.netty.handler.ssl.SslProvider;

/// With nothing but Java, where there is no BoringSSL for the system.
class PlatformTlsTest extends TransportContract {

    @Override
    protected Party party() {
        DeviceKeys keys = BcDeviceKeys.generate(new SecureChance());
        return new Party(
                keys.id(), new NettyTransport(keys.tls(), NettyLimits.DEFAULT, SslProvider.JDK));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("127.0.0.1", 0);
    }
}
