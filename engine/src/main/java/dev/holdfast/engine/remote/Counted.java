package dev.holdfast.engine.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body whose length its head says.
final class Counted extends InputStream {

    private final InputStream in;
    private long left;

    Counted(InputStream in, long length) {
        this.in = in;
        left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the answer ended early");
        }
        left -= count;
        return count;
    }
}
