package dev.holdfast.engine.remote;

import dev.holdfast.engine.remote.Frames.Kind;

import java.io.IOException;
import java.io.OutputStream;

/// The stream that a client receives.
final class FrameOutput extends OutputStream {

    private final Frames frames;

    FrameOutput(Frames frames) {
        this.frames = frames;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += Frames.PIECE) {
            frames.write(Kind.OUTPUT, bytes, offset + done, Math.min(Frames.PIECE, length - done));
        }
    }
}
