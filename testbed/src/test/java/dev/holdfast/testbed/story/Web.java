package dev.holdfast.testbed.story;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import dev.holdfast.testbed.cluster.Member;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

/// The local API of a device's daemon, asked by a program that knows nothing of Holdfast but the
/// file in the home.
record Web(HttpClient client, int port, String token) implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

    static Web of(Member member) throws IOException {
        var door = Files.readString(member.directory().resolve("daemon")).strip().split(" ");
        return new Web(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                Integer.parseInt(door[2]),
                door[3]);
    }

    /// Asks, with the fields as name, value, name, value.
    HttpResponse<byte[]> ask(String verb, String path, String... fields)
            throws IOException, InterruptedException {
        return send(request(path, fields).method(verb, BodyPublishers.noBody()));
    }

    HttpResponse<byte[]> send(String verb, String path, byte[] body, String... fields)
            throws IOException, InterruptedException {
        return send(request(path, fields).method(verb, BodyPublishers.ofByteArray(body)));
    }

    /// The lines of the answer to a command, as they come.
    InputStream command(String json) throws IOException, InterruptedException {
        var request = request("/v1/commands").POST(BodyPublishers.ofString(json)).build();
        return client.send(request, BodyHandlers.ofInputStream()).body();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... fields) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + token);
        return fields.length == 0 ? request : request.headers(fields);
    }

    /// A connection on which anything can be sent; it begins with this request.
    Socket raw(String request, String... fields) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) ANSWER_MAX.toMillis());
        var head =
                "%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n%s\r\n"
                        .formatted(
                                request,
                                port,
                                token,
                                fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    static JsonElement json(HttpResponse<byte[]> answer) {
        return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        client.close();
    }
}
