package dev.holdfast.engine.http;

import java.time.Duration;
import java.util.Map;

/// What a caller may cost.
final class Limits {

    /// For the whole head of a request.
    static final Duration HEAD_WHOLE = Duration.ofSeconds(10);

    /// How often a caller hears that its command goes on. That is also how soon one is noticed that
    /// went away.
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /// For commands to finish what they do when the daemon stops.
    static final Duration FINISH = Duration.ofSeconds(5);

    /// For those that have not to come to an end in good order when they are cancelled then.
    static final Duration STOP = Duration.ofSeconds(8);

    /// Bytes of a document. A command with 100,000 paths of 80 bytes fits.
    static final int DOCUMENT_MAX = 8 << 20;

    /// Connections at once. A face holds two or three, a shell script's background jobs a dozen.
    private static final int CONNECTIONS_MAX = 128;

    /// Bytes of a head. A path of 4,096 bytes, each written as `%XX`, fits.
    private static final int HEAD_MAX = 32 << 10;

    private static final int FIELDS_MAX = 64;

    private Limits() {}

    /// Tells the web server, which reads its limits once in a process. What a person set stays.
    static void impose() {
        Map.of(
                        "jdk.httpserver.maxConnections", CONNECTIONS_MAX,
                        "sun.net.httpserver.maxReqHeaders", FIELDS_MAX,
                        "sun.net.httpserver.maxReqHeaderSize", HEAD_MAX,
                        "sun.net.httpserver.nodelay", true)
                .forEach(
                        (name, value) -> {
                            if (System.getProperty(name) == null) {
                                System.setProperty(name, value.toString());
                            }
                        });
    }
}
