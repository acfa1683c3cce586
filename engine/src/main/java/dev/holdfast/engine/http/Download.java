package dev.holdfast.engine.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Passes on the part of a file that was asked for. The answer begins with the first byte, so that
/// a file that cannot be had has a status of its own.
final class Download extends OutputStream {

    private final Call call;
    private final int status;
    private final Range part;
    private long at;
    private @Nullable OutputStream out;

    Download(Call call, int status, Range part) {
        this.call = call;
        this.status = status;
        this.part = part;
    }

    /// Whether all that was asked for was passed on.
    boolean isComplete() {
        return part.length() > 0 && at >= part.end();
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long begin = Math.max(at, part.begin());
        long end = Math.min(at + length, part.end());
        if (begin < end) {
            begun().write(bytes, offset + (int) (begin - at), (int) (end - begin));
        }
        at += length;
        if (isComplete() && at > part.end()) {
            throw new IOException("the rest of the file was not asked for");
        }
    }

    private OutputStream begun() throws IOException {
        var begun = out;
        if (begun == null) {
            begun = call.bytes(status, part.length());
            out = begun;
        }
        return begun;
    }

    @Override
    public void close() throws IOException {
        if (part.length() == 0) {
            call.empty(status);
        } else if (isComplete()) {
            begun().close();
        } else {
            throw new IOException("the file changed while it was sent");
        }
    }
}
