package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A large file on a disk that takes its time.
@Timeout(120)
class PutAheadTest {

    /// Bytes of which the first group is made durable, and as many as may wait meanwhile, but for
    /// what a window holds.
    private static final int READ_ON = 84 << 20;

    @TempDir Path temp;

    @Test
    void it_is_read_on_while_a_part_of_it_is_made_durable() throws Exception {
        var den = new Den();
        var film = noise(100 << 20);
        var hasReadOn = new CountDownLatch(1);
        den.also =
                event -> {
                    if (event instanceof Event.Progress(_, long read, _) && read >= READ_ON) {
                        hasReadOn.countDown();
                    }
                };
        den.whenDurable = () -> await(hasReadOn);

        den.put(film, "/film");

        den.get("/film", temp.resolve("back"));
        assertThat(Files.mismatch(film, temp.resolve("back"))).isEqualTo(-1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("the rest is read").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path noise(int length) throws Exception {
        var bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return Files.write(temp.resolve("film"), bytes);
    }
}
