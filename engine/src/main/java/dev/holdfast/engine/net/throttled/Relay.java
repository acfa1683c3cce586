package dev.holdfast.engine.net.throttled;

import dev.holdfast.engine.net.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Carries one connection to `to`, both ways, under the conditions of the paths there and back.
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final ServerSocketChannel door;
    private final Endpoint to;
    private final Path out;
    private final Path back;

    /// Opens its door on this machine, for one connection.
    Relay(Endpoint to, Path out, Path back) throws IOException {
        this.to = to;
        this.out = out;
        this.back = back;
        door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("relay-" + to).start(this::carry);
    }

    Endpoint endpoint() throws IOException {
        var address = (InetSocketAddress) door.getLocalAddress();
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
    }

    /// Takes no connection any more; one that it took goes on.
    void close() {
        try {
            door.close();
        } catch (IOException e) {
            LOG.debug("A relay's door did not close.", e);
        }
    }

    private void carry() {
        try (var near = door.accept();
                var far = SocketChannel.open(new InetSocketAddress(to.host(), to.port()))) {
            close();
            near.setOption(StandardSocketOptions.TCP_NODELAY, true);
            far.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var coming = new OneWay(far, near, back).start();
            new OneWay(near, far, out).start().join();
            coming.join();
        } catch (IOException e) {
            LOG.debug("The relay to {} ended: {}", to, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
