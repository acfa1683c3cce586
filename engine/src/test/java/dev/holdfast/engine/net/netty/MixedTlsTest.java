package dev.holdfast.engine.net.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.TransportContract;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

import org.junit.jupiter.api.Test;

/// A device with BoringSSL and one with nothing but Java understand each other, whoever dials.
class MixedTlsTest extends TransportContract {

    private boolean isNative;

    @Override
    protected Party party() {
        isNative = !isNative;
        DeviceKeys keys = BcDeviceKeys.generate(new SecureChance());
        var provider = isNative ? SslProvider.OPENSSL : SslProvider.JDK;
        return new Party(keys.id(), new NettyTransport(keys.tls(), NettyLimits.DEFAULT, provider));
    }

    @Override
    protected Endpoint place() {
        return new Endpoint("127.0.0.1", 0);
    }

    @Test
    void what_this_was_built_with_is_there_and_is_used() {
        assertThat(OpenSsl.unavailabilityCause()).isNull();
        assertThat(Tls.fastest()).isEqualTo(SslProvider.OPENSSL);
    }
}
