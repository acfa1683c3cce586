package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A program of the same person, and some that are not, at the local API of a real daemon.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ApiTest {

    private static final String FILES = "/v1/files/files/";
    private static final int SEED = 31;

    private Path folder;
    private Cluster cluster;
    private Member ann;
    private Web web;

    @BeforeAll
    void a_pool_of_one(@TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = Cluster.of(folder, Cluster.Manner.QUICK.withMuchToDo(), "ann");
        ann = cluster.member("ann");
        web = Web.of(ann);
    }

    @AfterAll
    void all_stop() {
        web.close();
        cluster.close();
    }

    @Test
    @DisplayName("J1 a file is stored, fetched, looked at, replaced and removed at its address")
    void a_file_has_an_address() throws Exception {
        var first = bytes(3_000_000);
        var second = bytes(10);

        assertThat(web.send("PUT", FILES + "a/b%20%C3%BC.bin", first).statusCode()).isEqualTo(201);
        var got = web.ask("GET", FILES + "a/b%20%C3%BC.bin");
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(first);

        var head = web.ask("HEAD", FILES + "a/b%20%C3%BC.bin");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).hasValue("3000000");
        assertThat(head.headers().firstValue("etag")).isEqualTo(got.headers().firstValue("etag"));
        assertThat(ann.json(0, "ls", "files:/a").toString()).contains("/a/b ü.bin");

        assertThat(web.send("PUT", FILES + "a/b%20%C3%BC.bin", second).statusCode()).isEqualTo(200);
        assertThat(web.ask("GET", FILES + "a/b%20%C3%BC.bin").body()).isEqualTo(second);

        assertThat(web.ask("DELETE", FILES + "a/b%20%C3%BC.bin").statusCode()).isEqualTo(204);
        assertProblem(404, "no_such", web.ask("GET", FILES + "a/b%20%C3%BC.bin"));
        assertProblem(404, "no_such", web.ask("DELETE", FILES + "a/b%20%C3%BC.bin"));
    }

    @Test
    @DisplayName("J1 a part of a file is answered as a part")
    void a_part_is_a_part() throws Exception {
        var bytes = bytes(5_000_000);
        web.send("PUT", FILES + "parts", bytes);

        for (int[] part :
                new int[][] {{0, 0}, {0, 99}, {1_234_567, 4_234_567}, {4_999_999, 4_999_999}}) {
            var got = web.ask("GET", FILES + "parts", "Range", "bytes=" + part[0] + "-" + part[1]);
            assertThat(got.statusCode()).isEqualTo(206);
            assertThat(got.body()).isEqualTo(Arrays.copyOfRange(bytes, part[0], part[1] + 1));
            assertThat(got.headers().firstValue("content-range"))
                    .hasValue("bytes %d-%d/5000000".formatted(part[0], part[1]));
        }
        var end = web.ask("GET", FILES + "parts", "Range", "bytes=-7");
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(bytes, 4_999_993, 5_000_000));

        var outside = web.ask("GET", FILES + "parts", "Range", "bytes=5000000-");
        assertProblem(416, "usage", outside);
        assertThat(outside.headers().firstValue("content-range")).hasValue("bytes */5000000");
        assertThat(
                        web.ask("GET", FILES + "parts", "Range", "bytes=0-9", "If-Range", "\"old\"")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("J1 what was changed meanwhile is neither replaced nor removed")
    void conditions_are_held() throws Exception {
        web.send("PUT", FILES + "when", bytes(1));
        var tag = web.ask("HEAD", FILES + "when").headers().firstValue("etag").orElseThrow();
        assertThat(web.ask("GET", FILES + "when", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        web.send("PUT", FILES + "when", bytes(2));

        assertProblem(412, "changed", web.send("PUT", FILES + "when", bytes(3), "If-Match", tag));
        assertProblem(
                412, "changed", web.send("PUT", FILES + "when", bytes(3), "If-None-Match", "*"));
        assertProblem(412, "changed", web.send("PUT", FILES + "never", bytes(3), "If-Match", "*"));
        assertProblem(412, "changed", web.ask("DELETE", FILES + "when", "If-Match", tag));
        assertThat(web.ask("GET", FILES + "when", "If-None-Match", tag).body()).isEqualTo(bytes(2));
    }

    @Test
    void what_is_measured_is_there_for_prometheus() throws Exception {
        web.send("PUT", FILES + "measured", bytes(2_000_000));

        var scraped = web.ask("GET", "/v1/metrics");

        assertThat(scraped.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        var text = new String(scraped.body(), StandardCharsets.UTF_8);
        assertThat(text.lines())
                .allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{.*})? [0-9.E+-]+"))
                .anyMatch(line -> line.startsWith("holdfast_disk_syncs_total{of=\"journal\"}"))
                .anyMatch(line -> line.matches("holdfast_commands_total\\{.*put_stream.*} .*"))
                .contains("holdfast_pool_devices 1.0");
        assertThat(ann.holdfast("metrics").out()).contains("holdfast_pool_devices 1.0");
    }

    @Test
    @DisplayName(
            "J1 a directory is listed in pages, and is neither stored over nor removed unasked")
    void a_directory_comes_in_pages() throws Exception {
        var many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 1_003; i++) {
            Files.createFile(many.resolve("f%04d".formatted(i)));
        }
        ann.holdfast("put", many.toString(), "files:/").expect(0);

        var first = Web.json(web.ask("GET", FILES + "many/")).getAsJsonObject();
        var next = first.get("next").getAsString();
        var second = Web.json(web.ask("GET", FILES + "many/?after=" + next)).getAsJsonObject();

        assertThat(paths(first)).hasSize(1_000).startsWith("/many/f0000");
        assertThat(paths(second)).containsExactly("/many/f1000", "/many/f1001", "/many/f1002");
        assertThat(second.has("next")).isFalse();
        assertProblem(409, "exists", web.send("PUT", FILES + "many", bytes(1)));
        assertProblem(409, "exists", web.send("PUT", FILES + "many/f0000/below", bytes(1)));
        assertProblem(409, "exists", web.ask("DELETE", FILES + "many"));
        assertThat(web.ask("DELETE", FILES + "many?recursive=true").statusCode()).isEqualTo(204);
        assertProblem(404, "no_such", web.ask("GET", FILES + "many"));
    }

    @Test
    @DisplayName("J1 a body without a length is refused")
    void a_body_says_how_long_it_is() throws Exception {
        try (var caller = web.raw("PUT " + FILES + "x", "Connection: close")) {
            assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 411")
                    .contains("Content-Length");
        }
    }

    @Test
    void an_upload_that_breaks_off_stores_nothing() throws Exception {
        try (var caller = web.raw("PUT " + FILES + "half", "Content-Length: 50000000")) {
            caller.getOutputStream().write(bytes(20_000_000));
        }
        assertProblem(404, "no_such", web.ask("GET", FILES + "half"));
    }

    @Test
    void a_caller_that_hangs_up_leaves_no_temporary_file() throws Exception {
        // A get that has come to 64 MiB leaves its part for the next one.
        var file = Samples.random(folder.resolve("large"), 60L << 20, SEED);
        ann.holdfast("put", file.toString(), "files:/large", "--wait", "local").expect(0);
        var there = Files.createDirectory(folder.resolve("there"));
        var get = "{\"get\":{\"from\":\"files:/large\",\"destination\":\"" + there + "\"}}";

        try (var lines = reader(get)) {
            assertThat(lines.readLine()).startsWith("{\"progress\":");
        }

        cluster.await(
                "the file is there whole, or nothing is",
                () -> sizes(there),
                sizes -> sizes.isEmpty() || sizes.equals(List.of("large " + (60L << 20))));
    }

    @Test
    @DisplayName("J4 a device tells what it gives, what it holds and where it is, and counts on")
    void a_device_tells_its_figures() throws Exception {
        var before = figures();
        var content = new byte[2_000_000];
        new Random(4).nextBytes(content);
        web.send("PUT", FILES + "counted", content);
        var after = figures();

        assertThat(after.get("name").getAsString()).isEqualTo("ann");
        assertThat(after.get("online").getAsBoolean()).isTrue();
        assertThat(after.get("capacity_bytes").getAsLong()).isEqualTo(8L << 30);
        assertThat(after.get("address").getAsString()).startsWith("127.0.0.1:");
        assertThat(after.get("used_bytes").getAsLong() - before.get("used_bytes").getAsLong())
                .isBetween(2_000_000L, 3_000_000L);
        var storage =
                Web.json(web.ask("GET", "/v1/status")).getAsJsonObject().getAsJsonObject("storage");
        assertThat(storage.get("used_bytes")).isEqualTo(after.get("used_bytes"));
        assertThat(storage.get("free_bytes").getAsLong()).isPositive();
    }

    /// What the only device of the pool says of itself.
    private JsonObject figures() throws IOException, InterruptedException {
        try (var lines = reader("{\"list_devices\":{}}")) {
            return JsonParser.parseString(lines.readLine())
                    .getAsJsonObject()
                    .getAsJsonObject("outcome")
                    .getAsJsonArray("devices")
                    .get(0)
                    .getAsJsonObject();
        }
    }

    @Test
    void a_command_tells_its_events_and_then_its_outcome() throws Exception {
        var file = Samples.random(folder.resolve("told"), 1 << 20, SEED);
        var put =
                """
                {"put":{"sources":["%s"],"to":"files:/told","policy":"local","patience_seconds":0}}\
                """
                        .formatted(file);

        try (var lines = reader(put)) {
            var all = lines.lines().toList();
            assertThat(all).anyMatch(line -> line.startsWith("{\"progress\":{\"activity\":"));
            assertThat(all.getLast()).startsWith("{\"outcome\":{\"files\":1,\"bytes\":1048576,");
        }
    }

    @Test
    void nobody_else_is_let_in() throws Exception {
        var stranger = new Web(web.client(), web.port(), "a guess");

        assertProblem(401, "refused", stranger.ask("GET", "/v1/status"));
        assertProblem(401, "refused", stranger.ask("DELETE", FILES + "parts"));
        assertProblem(
                403, "refused", web.ask("GET", "/v1/status", "Origin", "http://evil.example"));
        assertThat(web.ask("GET", "/v1/status").statusCode()).isEqualTo(200);
        assertThat(Web.json(web.ask("GET", "/v1/openapi.json")).getAsJsonObject().has("paths"))
                .isTrue();
    }

    @Test
    void a_daemon_of_another_version_is_told_from_one_that_runs() throws Exception {
        var door = ann.directory().resolve("daemon");
        var own = Files.readString(door);
        Files.writeString(door, own.replace("api 1 ", "api 9 "));
        try {
            Said.refused(
                    ann.holdfast("ls", "files:"),
                    1,
                    "The daemon of this home is of another version than this program.",
                    "Stop the daemon with `holdfast stop`, and start it again with this program.");
        } finally {
            Files.writeString(door, own);
        }
        ann.holdfast("ls", "files:").expect(0);
    }

    private BufferedReader reader(String command) throws IOException, InterruptedException {
        return new BufferedReader(
                new InputStreamReader(web.command(command), StandardCharsets.UTF_8));
    }

    private static List<String> sizes(Path directory) throws IOException {
        var sizes = new ArrayList<String>();
        try (var names = Files.newDirectoryStream(directory)) {
            for (var name : names) {
                sizes.add(name.getFileName() + " " + Files.size(name));
            }
        } catch (java.nio.file.NoSuchFileException e) {
            return List.of("a name that has just gone");
        }
        return sizes;
    }

    private static List<String> paths(JsonElement listing) {
        return listing.getAsJsonObject().getAsJsonArray("rows").asList().stream()
                .map(row -> row.getAsJsonObject().get("path").getAsString())
                .toList();
    }

    private static void assertProblem(int status, String code, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        var error = Web.json(answer).getAsJsonObject().getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo(code);
        assertThat(error.get("what").getAsString()).endsWith(".");
        assertThat(error.get("remedy").getAsString()).endsWith(".");
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }
}
