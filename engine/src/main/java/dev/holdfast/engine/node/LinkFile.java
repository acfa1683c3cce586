package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.net.throttled.ThrottledTransport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes links as bad as the file `links` in the home says, for demonstrations and tests; only in a
/// process started with the system property [#PROPERTY]. One link a line: the first characters of
/// the other device's id, then `cut`, `delay 50ms` (one way) or `rate 10M` (mebibytes a second).
final class LinkFile {

    static final String PROPERTY = "dev.holdfast.links";

    private static final String NAME = "links";

    private static final Pattern LINE =
            Pattern.compile("(\\S+) (?:(cut)|delay (\\d{1,6})ms|rate (\\d{1,6})M)");

    private static final Logger LOG = LoggerFactory.getLogger(LinkFile.class);

    private final HomeFiles files;
    private final ThrottledTransport transport;
    private String seen = "";

    private LinkFile(HomeFiles files, ThrottledTransport transport) {
        this.files = files;
        this.transport = transport;
    }

    /// A transport that obeys the file, when this process is to have one.
    static Optional<LinkFile> over(Transport inner, HomeFiles files) {
        return System.getProperty(PROPERTY) == null
                ? Optional.empty()
                : Optional.of(new LinkFile(files, new ThrottledTransport(inner)));
    }

    Transport transport() {
        return transport;
    }

    /// Does what the file says by now of the links to these devices.
    void obey(Collection<Device> devices) {
        try {
            var text = files.read(NAME).orElse("");
            if (!text.equals(seen)) {
                devices.forEach(device -> transport.shape(device.id(), of(device.id(), text)));
                seen = text;
            }
        } catch (NodeException e) {
            LOG.warn("The links stay as they are. {}", e.getMessage());
        }
    }

    private static LinkConditions of(DeviceId device, String text) {
        return text.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && device.toString().startsWith(line.group(1)))
                .map(
                        line ->
                                line.group(2) != null
                                        ? LinkConditions.CUT
                                        : line.group(3) != null
                                                ? delayed(Long.parseLong(line.group(3)))
                                                : throttled(Long.parseLong(line.group(4))))
                .findFirst()
                .orElse(LinkConditions.PERFECT);
    }

    private static LinkConditions delayed(long oneWayMillis) {
        return new LinkConditions(Duration.ofMillis(oneWayMillis), LinkConditions.UNLIMITED, false);
    }

    private static LinkConditions throttled(long mebibytesPerSecond) {
        return new LinkConditions(Duration.ZERO, mebibytesPerSecond << 20, false);
    }
}
