package dev.holdfast.engine.remote;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.json.Json;
import dev.holdfast.engine.json.MalformedJsonException;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What the daemon answers: a document, or lines and the bytes between them.
record Answer(InputStream in) {

    /// Bytes of a line of a head.
    private static final int HEAD_LINE_MAX = 8 << 10;

    /// Lines of a head.
    private static final int FIELDS_MAX = 64;

    /// Bytes of a document. A description of a file of a million chunks fits.
    private static final int DOCUMENT_MAX = 256 << 20;

    /// Bytes that are handed on at once.
    private static final int PIECE = 256 << 10;

    /// Reads the head; what follows is the answer.
    ///
    /// @throws NodeException when the answer is a problem
    static Answer begin(InputStream in) throws IOException, NodeException, MalformedJsonException {
        var status = text(in, HEAD_LINE_MAX).split(" ", 3);
        if (status.length < 2 || !status[0].equals("HTTP/1.1")) {
            throw new IOException("who answers does not speak HTTP");
        }
        long length = -1;
        int fields = 0;
        for (var line = text(in, HEAD_LINE_MAX); !line.isEmpty(); line = text(in, HEAD_LINE_MAX)) {
            if (++fields > FIELDS_MAX) {
                throw new IOException("a head of more than " + FIELDS_MAX + " lines");
            }
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = length(line.substring(15).strip());
            }
        }
        var body = length < 0 ? new Chunked(in) : new Counted(in, length);
        var answer = new Answer(new BufferedInputStream(body, PIECE));
        if (!status[1].equals("200")) {
            answer.document();
            throw new MalformedJsonException("status " + status[1] + " without a problem");
        }
        return answer;
    }

    private static long length(String text) throws IOException {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IOException("an answer of " + text + " bytes");
        }
        return Long.parseLong(text);
    }

    /// The whole answer.
    JsonObject document() throws IOException, NodeException, MalformedJsonException {
        return line();
    }

    /// The next line.
    ///
    /// @throws NodeException when it tells a problem
    JsonObject line() throws IOException, NodeException, MalformedJsonException {
        if (!(Json.parse(text(in, DOCUMENT_MAX)) instanceof JsonObject line)) {
            throw new MalformedJsonException("an object is wanted");
        }
        if (line.get("error") instanceof JsonObject error) {
            throw new NodeException(Json.read(error, Problem.class), null);
        }
        return line;
    }

    /// Hands on the bytes that a line announced.
    void copy(int length, OutputStream to) throws IOException, NodeException {
        var piece = new byte[Math.clamp(length, 0, PIECE)];
        for (int left = length; left > 0; ) {
            int count = in.read(piece, 0, Math.min(left, piece.length));
            if (count < 0) {
                throw new EOFException("the answer ended among the bytes of a file");
            }
            write(piece, count, to);
            left -= count;
        }
    }

    private static void write(byte[] piece, int count, OutputStream to) throws NodeException {
        try {
            to.write(piece, 0, count);
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "The output could not be written: " + e.getMessage() + ".",
                            "Look at where it goes to, then get the file again."),
                    e);
        }
    }

    /// A line without its end.
    static String text(InputStream in, int max) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ended early");
            }
            if (line.size() >= max) {
                throw new IOException("a line of more than " + max + " bytes");
            }
            line.write(b);
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
