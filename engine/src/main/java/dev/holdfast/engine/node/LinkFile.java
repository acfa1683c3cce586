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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes links as bad as the file `links` in the home says, for demonstrations and tests; only in a
/// process started with the system property [#PROPERTY]. One link a line: the first characters of
/// the other device's id, then `cut`, `mute` (nothing gets there), `deaf` (nothing comes back),
/// `delay 50ms` (one way) or `rate 10M` (mebibytes a second).
final class LinkFile {

    static final String PROPERTY = "dev.holdfast.links";

    private static final String NAME = "links";

    private static final Pattern LINE =
            Pattern.compile("(\\S+) (?:(cut|mute|deaf)|delay (\\d{1,6})ms|rate (\\d{1,6})M)");

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
                devices.forEach(device -> shape(device.id(), text));
                seen = text;
            }
        } catch (NodeException e) {
            LOG.warn("The links stay as they are. {}", e.getMessage());
        }
    }

    private void shape(DeviceId device, String text) {
        var line =
                text.lines()
                        .map(LINE::matcher)
                        .filter(l -> l.matches() && device.toString().startsWith(l.group(1)))
                        .findFirst();
        var both = line.map(LinkFile::of).orElse(LinkConditions.PERFECT);
        var word = line.map(l -> l.group(2)).orElse("");
        transport.shape(
                device,
                "mute".equals(word) ? LinkConditions.SILENT : both,
                "deaf".equals(word) ? LinkConditions.SILENT : both);
    }

    private static LinkConditions of(Matcher line) {
        if (line.group(2) != null) {
            return line.group(2).equals("cut") ? LinkConditions.CUT : LinkConditions.PERFECT;
        }
        return line.group(3) != null
                ? delayed(Long.parseLong(line.group(3)))
                : throttled(Long.parseLong(line.group(4)));
    }

    private static LinkConditions delayed(long oneWayMillis) {
        return new LinkConditions(Duration.ofMillis(oneWayMillis), LinkConditions.UNLIMITED, false);
    }

    private static LinkConditions throttled(long mebibytesPerSecond) {
        return new LinkConditions(Duration.ZERO, mebibytesPerSecond << 20, false);
    }
}
