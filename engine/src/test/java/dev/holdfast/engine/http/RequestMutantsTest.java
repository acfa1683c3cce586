package dev.holdfast.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.core.canonical.Mutants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Whatever a caller with the token says, it is answered with a status or hung up on, and the next
/// one is served.
@Timeout(120)
class RequestMutantsTest {

    private static final int COUNT = 300;

    @Test
    void every_request_is_answered_or_hung_up_on() throws Exception {
        try (var api = LocalApi.open(new Deaf(), "the token", () -> {})) {
            var samples =
                    List.of(
                            request(api.port(), "GET /v1/status", ""),
                            request(api.port(), "GET /v1/files/files/a?limit=3", ""),
                            request(api.port(), "PUT /v1/files/files/a", "some words"),
                            request(
                                    api.port(),
                                    "POST /v1/commands",
                                    "{\"command\":\"list\",\"at\":\"files:/\"}"));
            var random = new Random(14);
            for (int i = 0; i < COUNT; i++) {
                var mutant = Mutants.mutant(samples, random);
                var answer = answer(api.port(), mutant);
                assertThat(answer)
                        .as("%.60s: seed 14, mutant %d", answer, i)
                        .matches("(?s)|HTTP/1\\.1 [1-4].*|HTTP/1\\.1 50[137].*");
            }
            assertThat(answer(api.port(), samples.getFirst())).startsWith("HTTP/1.1 200");
        }
    }

    /// A node that does nothing it is told.
    private static final class Deaf implements Node {

        @Override
        public Status status() {
            return Echo.STATUS;
        }

        @Override
        public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
                throws NodeException {
            throw new NodeException(Echo.PROBLEM, null);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static byte[] request(int port, String what, String body) {
        var text =
                what
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nAuthorization: Bearer the token\r\nConnection: close\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        return text.getBytes(ISO_8859_1);
    }

    /// One that is hung up on while it speaks hears nothing.
    private static String answer(int port, byte[] request) throws IOException {
        try (var caller = new Raw(port)) {
            return caller.send(request).endOutput().all();
        } catch (SocketException e) {
            return "";
        }
    }
}
