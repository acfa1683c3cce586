package dev.holdfast.tui.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Spoils the links of one device: cuts, delays or throttles them. The device reads the file
/// `links` in its home when the system property [#PROPERTY] is set, one link a line: the first
/// characters of the other device's id, then `cut`, `mute`, `deaf`, `delay 50ms` or `rate 10M`
/// (mebibytes a second).
public final class Links {

    /// Set to make a device obey its `links` file.
    public static final String PROPERTY = "dev.holdfast.links";

    private final Path file;
    private final Map<String, String> links = new TreeMap<>();

    public Links(Path home) {
        this.file = home.resolve("links");
    }

    public synchronized void cut(String peer) throws IOException {
        set(peer, "cut");
    }

    /// Nothing gets to the peer any more on links that this device dialled.
    public synchronized void mute(String peer) throws IOException {
        set(peer, "mute");
    }

    /// Nothing comes from the peer any more on links that this device dialled.
    public synchronized void deafen(String peer) throws IOException {
        set(peer, "deaf");
    }

    public synchronized void delay(String peer, Duration oneWay) throws IOException {
        set(peer, "delay " + oneWay.toMillis() + "ms");
    }

    public synchronized void throttle(String peer, int mebibytesPerSecond) throws IOException {
        set(peer, "rate " + mebibytesPerSecond + "M");
    }

    public synchronized void mend(String peer) throws IOException {
        links.remove(peer);
        write();
    }

    private void set(String peer, String fault) throws IOException {
        links.put(peer, fault);
        write();
    }

    /// Whole or not at all: the device may read at any time.
    private void write() throws IOException {
        var text = new StringBuilder();
        links.forEach((peer, fault) -> text.append(peer).append(' ').append(fault).append('\n'));
        var next = file.resolveSibling("links.next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
