package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a face may count on when it reads and writes single files as streams: parts, versions that
/// are expected, and streams that stall.
@Timeout(60)
abstract class StreamsContract {

    private static final int SEED = 7;

    @TempDir Path scratch;
    Home home;
    Node node;

    /// The device of a home as the kind of node under test.
    abstract Node open(Home home) throws NodeException, InterruptedException;

    /// Ends what `open` began.
    abstract void shut();

    @BeforeEach
    final void start() throws NodeException, InterruptedException {
        home = Home.at(scratch.resolve("home"));
        home.init(
                new Home.Beginning("ann", OptionalLong.of(1L << 30), Optional.of("127.0.0.1:0")),
                words -> {});
        node = open(home);
    }

    @AfterEach
    final void stop() {
        node.close();
        shut();
    }

    @Test
    final void a_part_of_a_file_is_just_that_part() throws Exception {
        var bytes = bytes(9_000_001);
        node.run(put(new ByteArrayInputStream(bytes), "/long"), event -> {});

        for (var part :
                List.of(
                        new Command.Part(0, 1),
                        new Command.Part(8_999_990, Long.MAX_VALUE),
                        new Command.Part(1_000_000, 7_000_000),
                        new Command.Part(5, 5),
                        new Command.Part(20_000_000, 20_000_001))) {
            var out = new ByteArrayOutputStream();
            var get = new Command.GetStream(at("/long"), part, Optional.empty(), out);
            var fetched = node.run(get, event -> {});

            int begin = (int) Math.min(part.begin(), bytes.length);
            int end = (int) Math.min(part.end(), bytes.length);
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, begin, end));
            assertThat(fetched.bytes()).isEqualTo(end - begin);
        }
    }

    @Test
    final void of_two_who_expect_nothing_there_one_is_refused() throws Exception {
        var late =
                new InputStream() {
                    @Override
                    public int read() {
                        return -1;
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        // The other put ends while this one is under way.
                        try {
                            node.run(expecting("a", Command.NOTHING), e -> {});
                        } catch (NodeException | InterruptedException e) {
                            throw new IOException(e);
                        }
                        return -1;
                    }
                };
        var second =
                new Command.PutStream(
                        late,
                        at("/once"),
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.of(Command.NOTHING));

        assertProblem(Problem.Code.CHANGED, () -> node.run(second, event -> {}));
        assertThat(size("/once")).isOne();
    }

    @Test
    final void what_is_expected_is_the_version_that_stands() throws Exception {
        node.run(expecting("one", Command.NOTHING), event -> {});
        var known = version("/once");
        node.run(expecting("two!", known), event -> {});

        assertProblem(Problem.Code.CHANGED, () -> node.run(expecting("three", known), event -> {}));
        assertProblem(
                Problem.Code.CHANGED,
                () ->
                        node.run(
                                new Command.Remove(at("/once"), false, Optional.of(known)),
                                event -> {}));
        assertProblem(
                Problem.Code.CHANGED,
                () ->
                        node.run(
                                new Command.GetStream(
                                        at("/once"),
                                        Command.Part.WHOLE,
                                        Optional.of(known),
                                        OutputStream.nullOutputStream()),
                                event -> {}));
        assertThat(size("/once")).isEqualTo(4);
        node.run(
                new Command.Remove(at("/once"), false, Optional.of(version("/once"))), event -> {});
        assertThat(paths("/", false)).isEmpty();
    }

    private static Command.PutStream expecting(String content, String version) {
        return new Command.PutStream(
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                at("/once"),
                Optional.empty(),
                Duration.ZERO,
                Optional.of(version));
    }

    private long size(String path) throws NodeException, InterruptedException {
        return node.run(new Command.Describe(at(path)), event -> {}).row().size();
    }

    private String version(String path) throws NodeException, InterruptedException {
        return node.run(new Command.Describe(at(path)), event -> {}).row().version();
    }

    @Test
    final void streams_that_nobody_reads_on_hold_up_no_other_file() throws Exception {
        node.run(put(new ByteArrayInputStream(bytes(3_000_001)), "/film"), event -> {});
        var begun = new CountDownLatch(3);
        var theEnd = new CountDownLatch(1);
        var readers = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            var stalled = new Stalled(begun, theEnd);
            readers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            node.run(
                                                    new Command.GetStream(at("/film"), stalled),
                                                    event -> {});
                                        } catch (NodeException | InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    }));
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        var copy = scratch.resolve("copy");
        node.run(new Command.Get(at("/film"), copy.toString()), event -> {});

        assertThat(copy).hasSize(3_000_001);
        theEnd.countDown();
        for (var reader : readers) {
            reader.join();
        }
    }

    /// Takes the first bytes, and then none until the end.
    private static final class Stalled extends OutputStream {

        private final CountDownLatch begun;
        private final CountDownLatch theEnd;

        Stalled(CountDownLatch begun, CountDownLatch theEnd) {
            this.begun = begun;
            this.theEnd = theEnd;
        }

        @Override
        public void write(int oneByte) throws IOException {
            begun.countDown();
            try {
                theEnd.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            write(bytes[offset]);
        }
    }

    List<String> paths(String path, boolean recursive) throws NodeException, InterruptedException {
        var list = new Command.ListEntries(at(path), recursive, Optional.empty());
        return node.run(list, event -> {}).rows().stream().map(Outcome.Row::path).toList();
    }

    static Command.PutStream put(InputStream source, String path) {
        return put(source, at(path));
    }

    static Command.PutStream put(InputStream source, VolumePath to) {
        return new Command.PutStream(source, to, Optional.empty(), Duration.ZERO);
    }

    static VolumePath at(String path) {
        return new VolumePath("files", path);
    }

    static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    static void assertProblem(Problem.Code code, ThrowingCallable asking) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
