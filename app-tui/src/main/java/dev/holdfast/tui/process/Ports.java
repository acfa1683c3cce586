package dev.holdfast.tui.process;

import dev.holdfast.tui.words.Words;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Free ports of the loopback address, below those that the system hands out to connections, so
/// that a device that stops finds its port free again.
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % COUNT));

    private Ports() {}

    /// So many ports that nothing listens on now, and that this process was not given before.
    public static List<Integer> free(int wanted) throws IOException {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < COUNT && found.size() < wanted; i++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < wanted) {
            throw new IOException(Words.say("process.ports", found.size(), wanted));
        }
        return found;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
