package dev.holdfast.engine.http;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// An answer that grows: a JSON document a line, and between lines the bytes that a line announced.
/// It begins with its first line, so that a command that fails at once has a status of its own.
final class Lines {

    static final String TYPE = "application/x-ndjson";

    private final Call call;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable OutputStream out;

    Lines(Call call) {
        this.call = call;
    }

    void line(JsonObject line) throws IOException {
        block(line, new byte[0], 0, 0);
    }

    /// Sends `{"bytes":LENGTH}` and the bytes.
    void block(byte[] bytes, int offset, int length) throws IOException {
        var line = new JsonObject();
        line.addProperty("bytes", length);
        block(line, bytes, offset, length);
    }

    private void block(JsonObject line, byte[] bytes, int offset, int length) throws IOException {
        var text = (Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
        writing.lock();
        try {
            var to = begun();
            to.write(text);
            to.write(bytes, offset, length);
            to.flush();
        } finally {
            writing.unlock();
        }
    }

    private OutputStream begun() throws IOException {
        var begun = out;
        if (begun == null) {
            begun = call.with("Content-Type", TYPE).unbounded(200);
            out = begun;
        }
        return begun;
    }

    /// The last line says how it came out.
    void end(JsonObject line) throws IOException {
        line(line);
        begun().close();
    }

    /// The last line, or all of the answer, says what went wrong.
    void fail(int status, Problem problem) throws IOException {
        if (out == null) {
            call.problem(status, problem);
        } else {
            end(Json.error(problem));
        }
    }
}
