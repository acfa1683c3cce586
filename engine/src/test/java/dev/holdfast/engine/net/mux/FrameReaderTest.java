package dev.holdfast.engine.net.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.wire.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Every seed is another run of frames, torn at other places.
class FrameReaderTest {

    private static final int BYTES_MOST = 5000;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void frames_are_found_wherever_they_are_torn(long seed) throws Exception {
        var random = new Random(seed);
        var frames = frames(random);
        var read = read(ByteBuffer.wrap(written(frames)), random);
        assertThat(described(read)).isEqualTo(described(frames));
    }

    /// Nothing but the named exception, and no more in memory than was received.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damaged_frames_are_refused_or_are_other_frames(long seed) {
        var random = new Random(seed);
        var bytes = written(frames(random));
        for (int i = 0; i < 20; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            long held = 0;
            for (var frame : read(ByteBuffer.wrap(bytes), random)) {
                held += frame.bodyLength();
            }
            assertThat(held).isLessThanOrEqualTo(bytes.length);
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Test
    void whatever_is_in_a_run_of_frames_is_read_or_refused() throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        "frames",
                        bytes -> {
                            new FrameReader(new Gathered(), () -> Message.ENCODED_MAX)
                                    .read(ByteBuffer.wrap(bytes));
                            return bytes;
                        },
                        MalformedException.class),
                List.of(small(1), small(2)),
                5_000,
                16);
    }

    /// Frames with little in them, so that what is changed is often what they say of themselves.
    private static byte[] small(int stream) {
        var frames =
                List.<Frame>of(
                        new Frame.Control(stream, new byte[] {1, 2, 3}),
                        new Frame.Bytes(stream, ByteBuffer.wrap(new byte[9]), () -> {}),
                        new Frame.Credit(stream, 100, 7),
                        new Frame.Receipt(77),
                        new Frame.End(stream),
                        new Frame.Reset(stream));
        return written(frames);
    }

    @Test
    void a_negative_length_is_refused() {
        assertRefused(header(-1, Frame.CONTROL, 1));
        assertRefused(header(Integer.MIN_VALUE, Frame.BYTES, 1));
    }

    @Test
    void a_length_over_the_limit_is_refused_before_any_of_the_body_comes() {
        assertRefused(header(Message.ENCODED_MAX + 1, Frame.CONTROL, 1));
        assertRefused(header(Frame.BYTES_MAX + 1, Frame.BYTES, 1));
        assertRefused(header(9, Frame.CREDIT, 1));
        assertRefused(header(1, Frame.END, 1));
    }

    @Test
    void an_empty_message_or_run_of_bytes_is_refused() {
        assertRefused(header(0, Frame.CONTROL, 1));
        assertRefused(header(0, Frame.BYTES, 1));
    }

    @Test
    void an_unknown_kind_is_refused() {
        assertRefused(header(1, 0, 1));
        assertRefused(header(0, 8, 1));
        assertRefused(header(1, 255, 1));
    }

    @Test
    void a_stream_with_a_negative_number_is_refused() {
        assertRefused(header(1, Frame.CONTROL, -1));
    }

    @Test
    void a_message_may_be_no_longer_than_is_allowed_now() {
        var reader = new FrameReader(new Gathered(), () -> 10);
        assertThatThrownBy(() -> reader.read(header(11, Frame.CONTROL, 1)))
                .isInstanceOf(MalformedException.class);
    }

    private static void assertRefused(ByteBuffer header) {
        var reader = new FrameReader(new Gathered(), () -> Message.ENCODED_MAX);
        assertThatThrownBy(() -> reader.read(header)).isInstanceOf(MalformedException.class);
    }

    private static ByteBuffer header(int length, int kind, int stream) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES)
                .putInt(length)
                .put((byte) kind)
                .putInt(stream)
                .flip();
    }

    private static List<Frame> frames(Random random) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 10; i++) {
            int stream = random.nextInt(100);
            var body = new byte[1 + random.nextInt(BYTES_MOST)];
            random.nextBytes(body);
            frames.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Frame.Control(stream, body);
                        case 1 -> new Frame.Bytes(stream, ByteBuffer.wrap(body), () -> {});
                        case 2 -> new Frame.Credit(stream, body.length, 7);
                        case 3 -> new Frame.End(stream);
                        case 4 -> new Frame.Reset(stream);
                        default -> new Frame.Receipt(random.nextLong());
                    });
        }
        return frames;
    }

    private static byte[] written(List<Frame> frames) {
        var out = ByteBuffer.allocate(10 * (BYTES_MOST + Frame.HEADER_BYTES));
        for (var frame : frames) {
            frame.write(out);
            if (frame instanceof Frame.Bytes bytes) {
                out.put(bytes.body().duplicate());
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static List<Frame> read(ByteBuffer all, Random random) throws MalformedException {
        var gathered = new Gathered();
        var reader = new FrameReader(gathered, () -> Message.ENCODED_MAX);
        while (all.hasRemaining()) {
            int count = Math.min(all.remaining(), 1 + random.nextInt(3000));
            reader.read(all.slice(all.position(), count));
            all.position(all.position() + count);
        }
        return gathered.frames;
    }

    /// In words that compare. Pieces of bytes that follow each other on one stream are joined, as
    /// nobody can tell where one frame ended.
    private static String described(List<Frame> frames) {
        var words = new StringBuilder();
        int bytesOf = -1;
        for (var frame : frames) {
            if (frame instanceof Frame.Bytes(var stream, var body, _)) {
                words.append(stream == bytesOf ? "" : "\nbytes on " + stream + " ");
                words.append(hex(body));
                bytesOf = stream;
            } else {
                bytesOf = -1;
                words.append(
                        frame instanceof Frame.Control(var stream, var body)
                                ? "\nmessage on " + stream + HexFormat.of().formatHex(body)
                                : "\n" + frame);
            }
        }
        return words.toString();
    }

    private static String hex(ByteBuffer body) {
        var bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static final class Gathered implements FrameReader.Sink {

        private final List<Frame> frames = new ArrayList<>();

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void bytes(int stream, ByteBuffer piece) {
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            frames.add(new Frame.Bytes(stream, ByteBuffer.wrap(bytes), () -> {}));
        }
    }
}
