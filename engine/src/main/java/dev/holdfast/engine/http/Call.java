package dev.holdfast.engine.http;

import com.google.gson.JsonElement;
import com.sun.net.httpserver.HttpExchange;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.json.Json;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One request and the one answer to it.
final class Call {

    static final String JSON = "application/json";
    static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpExchange exchange;
    private boolean isAnswered;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    Target target() throws Refused {
        return Target.of(exchange.getRequestURI());
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    boolean isAnswered() {
        return isAnswered;
    }

    /// What the caller sends behind the head. It ends early with an exception, never silently.
    InputStream body() throws Refused {
        if (field("Content-Length").isEmpty() && field("Transfer-Encoding").isEmpty()) {
            throw new Refused(411, Problems.noBody());
        }
        return exchange.getRequestBody();
    }

    /// The body as one document.
    JsonElement document() throws IOException, Refused {
        return parsed(body().readNBytes(Limits.DOCUMENT_MAX + 1));
    }

    /// The first line of the body as a document. What follows it stays to be read from `body`.
    JsonElement line(InputStream body) throws IOException, Refused {
        var line = new java.io.ByteArrayOutputStream();
        for (int b = body.read(); b >= 0 && b != '\n'; b = body.read()) {
            line.write(b);
            if (line.size() > Limits.DOCUMENT_MAX) {
                break;
            }
        }
        return parsed(line.toByteArray());
    }

    private static JsonElement parsed(byte[] bytes) throws Refused {
        if (bytes.length > Limits.DOCUMENT_MAX) {
            throw new Refused(413, Problems.tooLarge(Limits.DOCUMENT_MAX));
        }
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            throw new Refused(400, Problems.malformed(String.valueOf(e.getMessage())));
        }
    }

    /// A field of the answer, said before the answer begins.
    Call with(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    void json(int status, JsonElement document) throws IOException {
        whole(status, JSON, Json.text(document) + "\n");
    }

    /// Text as Prometheus reads it.
    void text(int status, String text) throws IOException {
        whole(status, EXPOSITION, text);
    }

    private void whole(int status, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        with("Content-Type", type);
        if (method().equals("HEAD")) {
            with("Content-Length", Integer.toString(bytes.length)).empty(status);
            return;
        }
        try (var out = bytes(status, bytes.length)) {
            out.write(bytes);
        }
    }

    void problem(int status, Problem problem) throws IOException {
        json(status, Json.error(problem));
    }

    /// An answer that is its head.
    void empty(int status) throws IOException {
        begin();
        exchange.sendResponseHeaders(status, -1);
    }

    /// An answer of `length` bytes, more than none, which the caller of this writes and closes.
    OutputStream bytes(int status, long length) throws IOException {
        begin();
        exchange.sendResponseHeaders(status, length);
        return exchange.getResponseBody();
    }

    /// An answer whose length is known when it is closed. One that is left open is broken off.
    OutputStream unbounded(int status) throws IOException {
        begin();
        exchange.sendResponseHeaders(status, 0);
        return exchange.getResponseBody();
    }

    private void begin() {
        isAnswered = true;
        with("Holdfast-Api", Integer.toString(LocalApi.VERSION));
        with("X-Content-Type-Options", "nosniff");
        with("Cache-Control", "no-store");
    }
}
