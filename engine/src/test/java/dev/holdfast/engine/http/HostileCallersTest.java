package dev.holdfast.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Whoever else is on this machine, and what a page in a browser can send.
@Timeout(60)
class HostileCallersTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String TOKEN = "Authorization: Bearer the token\r\n";

    private final Echo echo = new Echo();
    private LocalApi api;
    private String host;

    @BeforeEach
    void start() throws IOException {
        api = LocalApi.open(echo, "the token", () -> {});
        host = "Host: 127.0.0.1:" + api.port() + "\r\n";
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer the toke\r\n",
                "Authorization: Bearer the token2\r\n",
                "Authorization: Basic the token\r\n",
                "Authorization: Bearer the token\r\nAuthorization: Bearer the token\r\n"
            })
    void without_the_token_there_is_nothing_to_see(String authorization) throws IOException {
        assertRefused(401, host + authorization);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: evil.example\r\n",
                "Host: 127.0.0.1\r\n",
                "Host: 127.0.0.1:1\r\n",
                "Host: localhost.evil.example\r\n"
            })
    void another_host_is_refused_before_the_token_is_looked_at(String other) throws IOException {
        assertRefused(403, other + TOKEN);
        assertRefused(403, other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://127.0.0.1:80\r\n",
                "Origin: null\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
            })
    void a_page_is_refused_even_with_the_token(String page) throws IOException {
        assertRefused(403, host + TOKEN + page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/../etc/passwd",
                "GET /v1/files/files/%2e%2e/x",
                "GET /v1/files/files/a%2fb",
                "GET /v1/files/files/a%00b",
                "GET /v1/files/files/%ff",
                "GET /v1/files/files/%zz",
                "GET /v1//status",
                "GET http://127.0.0.1/v1/status",
                "GET //127.0.0.1/v1/status"
            })
    void a_target_that_leads_elsewhere_is_none(String request) throws IOException {
        var answer = ask(request, host + TOKEN);

        assertThat(answer).matches("(?s)HTTP/1\\.1 40[04].*");
        assertThat(echo.seen).isEmpty();
    }

    @Test
    void a_head_without_end_is_cut_off() throws IOException {
        try (var caller = new Raw(api.port())) {
            caller.send("GET /v1/status HTTP/1.1\r\n" + host + "X: ");
            var field = "x".repeat(64 << 10);
            caller.send(field);

            assertThat(caller.all()).doesNotContain("200");
        }
        assertStillServes();
    }

    @Test
    void a_head_that_comes_drop_by_drop_does_not_hold_its_place_for_ever() throws IOException {
        try (var caller = new Raw(api.port())) {
            caller.send("GET /v1/sta");

            assertThat(caller.all()).isEmpty();
        }
    }

    @Test
    void more_callers_than_there_is_room_for_do_not_end_it() throws IOException {
        var callers = new ArrayList<Raw>();
        try {
            for (int i = 0; i < 200; i++) {
                callers.add(new Raw(api.port()));
            }
        } finally {
            for (var caller : callers) {
                caller.close();
            }
        }
        assertServesSoon();
    }

    @Test
    void what_is_longer_than_it_said_is_no_part_of_the_command() throws IOException {
        var command = "{\"make_directory\":{\"at\":\"files:/d\"}}";
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/commands", command.length()) + command + "GARBAGE\r\n\r\n");

            assertThat(caller.all()).startsWith("HTTP/1.1 409").contains("It is there.");
        }
        assertThat(echo.seen).hasSize(1);
        assertStillServes();
    }

    @Test
    void a_stream_that_ends_early_is_not_taken_for_a_whole_one() throws Exception {
        var line = "{\"put_stream\":{\"to\":\"files:/s\",\"patience_seconds\":0}}\n";
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/streams", line.length() + 1_000) + line + "half");
            caller.endOutput();
            caller.all();
        }
        assertThat(echo.broken.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(echo.stored).isEmpty();
    }

    @Test
    void a_caller_that_hangs_up_cancels_its_command() throws Exception {
        var command = "{\"invite\":{\"role\":\"member\",\"valid_for_seconds\":600}}";
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/commands", command.length()) + command);
            assertThat(echo.waiting.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(echo.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_caller_that_waits_hears_that_its_command_goes_on() throws Exception {
        var command = "{\"invite\":{\"role\":\"member\",\"valid_for_seconds\":600}}";
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/commands", command.length()) + command);
            var heard = new StringBuilder();
            while (heard.indexOf("{\"alive\":{}}\n") < 0) {
                heard.append((char) caller.some(1)[0]);
            }
            assertThat(heard).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"fly\":{}}",
                "{\"make_directory\":{}}",
                "{\"make_directory\":{\"at\":5}}",
                "{\"make_directory\":{\"at\":\"nowhere\"}}",
                "{\"make_directory\":{\"at\":\"files:/a\"}} {}",
                "{\"get_stream\":{\"from\":\"files:/a\"}}",
                "{\"invite\":{\"role\":\"king\",\"valid_for_seconds\":1}}",
                "{\"invite\":{\"role\":\"member\",\"valid_for_seconds\":1e999999999}}",
                "{\"put\":{\"sources\":[],\"to\":\"files:/\",\"patience_seconds\":0}}"
            })
    void what_is_no_command_is_told_so(String command) throws IOException {
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/commands", command.length()) + command);

            assertThat(caller.all()).startsWith("HTTP/1.1 400").contains("\"code\":\"usage\"");
        }
        assertThat(echo.seen).isEmpty();
    }

    @Test
    void a_command_without_a_length_is_asked_for_one() throws IOException {
        assertThat(ask("POST /v1/commands", host + TOKEN)).startsWith("HTTP/1.1 411");
    }

    @Test
    void what_an_address_does_not_do_is_told_with_what_it_does() throws IOException {
        assertThat(ask("DELETE /v1/status", host + TOKEN))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("Allow: GET\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SUCH, 404", "USAGE, 400", "EXISTS, 409", "FULL, 507", "UNREACHABLE, 503",
        "BUSY, 503", "REFUSED, 403", "DAMAGED, 502", "CANCELLED, 503", "FAILED, 500"
    })
    void a_problem_has_the_status_of_its_kind(Problem.Code code, int status) throws IOException {
        echo.problem = new Problem(code, "It went wrong.", "Do this.");
        var command = "{\"make_directory\":{\"at\":\"files:/d\"}}";
        try (var caller = new Raw(api.port())) {
            caller.send(post("/v1/commands", command.length()) + command);

            assertThat(caller.all())
                    .startsWith("HTTP/1.1 " + status)
                    .contains("{\"error\":{\"code\":\"" + code.name().toLowerCase(Locale.ROOT))
                    .endsWith("\"what\":\"It went wrong.\",\"remedy\":\"Do this.\"}}\n");
        }
    }

    private String post(String path, int length) {
        return "POST "
                + path
                + " HTTP/1.1\r\n"
                + host
                + TOKEN
                + "Connection: close\r\n"
                + "Content-Length: "
                + length
                + "\r\n\r\n";
    }

    private String ask(String request, String fields) throws IOException {
        try (var caller = new Raw(api.port())) {
            caller.send(request + " HTTP/1.1\r\n" + fields + "Connection: close\r\n\r\n");
            return caller.all();
        }
    }

    private void assertRefused(int status, String fields) throws IOException {
        assertThat(ask("GET /v1/status", fields))
                .startsWith("HTTP/1.1 " + status)
                .contains("\"code\":\"refused\"")
                .doesNotContain("ann");
    }

    /// Callers that have gone take up room until the server has come to see it.
    private void assertServesSoon() throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        var answer = "";
        while (answer.isEmpty() && System.nanoTime() < end) {
            try {
                answer = ask("GET /v1/status", host + TOKEN);
            } catch (SocketException e) {
                // Turned away while it was speaking.
            }
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private void assertStillServes() throws IOException {
        assertThat(ask("GET /v1/status", host + TOKEN)).startsWith("HTTP/1.1 200");
    }
}
