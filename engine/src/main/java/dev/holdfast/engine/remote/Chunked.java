package dev.holdfast.engine.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body in chunks, each behind a line that says its length. The last has none.
final class Chunked extends InputStream {

    /// Bytes of a line that says a length.
    private static final int LINE_MAX = 64;

    private final InputStream in;
    private int left;
    private boolean ended;

    Chunked(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (!hasMore()) {
            return -1;
        }
        int b = in.read();
        took(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!hasMore()) {
            return -1;
        }
        int count = in.read(into, offset, Math.min(length, left));
        took(count);
        return count;
    }

    private boolean hasMore() throws IOException {
        if (left == 0 && !ended) {
            var line = Answer.text(in, LINE_MAX);
            if (!line.matches("[0-9a-fA-F]{1,7}")) {
                throw new IOException("a chunk of " + line + " bytes");
            }
            left = Integer.parseInt(line, 16);
            ended = left == 0;
        }
        return !ended;
    }

    private void took(int count) throws IOException {
        if (count < 0) {
            throw new EOFException("the answer ended within a chunk");
        }
        left -= count;
        if (left == 0 && !Answer.text(in, LINE_MAX).isEmpty()) {
            throw new IOException("a chunk that is longer than it said");
        }
    }
}
