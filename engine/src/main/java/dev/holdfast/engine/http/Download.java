package dev.holdfast.engine.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/// Passes on the bytes that were asked for. The answer begins with the first of them, so that a
/// file that cannot be had has a status of its own.
final class Download extends OutputStream {

    private final Call call;
    private final int status;
    private final long length;
    private long written;
    private @Nullable OutputStream out;

    /// @param length of the answer, which is promised in its head
    Download(Call call, int status, long length) {
        this.call = call;
        this.status = status;
        this.length = length;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        begun().write(bytes, offset, count);
        written += count;
    }

    private OutputStream begun() throws IOException {
        var begun = out;
        if (begun == null) {
            begun = call.bytes(status, length);
            out = begun;
        }
        return begun;
    }

    @Override
    public void close() throws IOException {
        if (length == 0) {
            call.empty(status);
        } else if (written == length) {
            begun().close();
        } else {
            throw new IOException("%,d of %,d bytes were sent".formatted(written, length));
        }
    }
}
