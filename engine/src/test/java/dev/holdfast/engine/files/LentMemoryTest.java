package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;

/// All that is lent comes back, once, however a put or a get ends; until then it is one's own.
@Timeout(120)
class LentMemoryTest {

    private static final int MIB = 1 << 20;
    private static final int THREADS = 4;
    private static final int ROUNDS = 8;
    private static final int FILES = 40;

    @TempDir Path temp;

    private static void putStream(Den den, byte[] bytes) throws Exception {
        den.files.put(
                new Command.PutStream(
                        new ByteArrayInputStream(bytes),
                        new VolumePath("files", "/content"),
                        Optional.of(new WaitPolicy.Local()),
                        Duration.ZERO),
                _ -> {});
    }

    private static void assertAllIsBack(Den den) {
        var shelf = den.rooms.keeping().shelf();
        shelf.dropIdle();
        assertThat(shelf.bytes()).isZero();
    }

    @Test
    void at_whichever_chunk_a_disk_is_full() throws Exception {
        var content = Den.noise(1, 20 * MIB);
        for (int room = 0; room < content.length; room += MIB) {
            var den = new Den(room);
            assertThatThrownBy(() -> putStream(den, content)).isInstanceOf(NodeException.class);
            assertAllIsBack(den);
        }
    }

    @Test
    void when_a_group_cannot_be_made_durable() throws Exception {
        var den = new Den();
        den.whenDurable =
                () -> {
                    throw new IllegalStateException("planted");
                };
        assertThatThrownBy(() -> putStream(den, Den.noise(1, 48 * MIB)))
                .hasMessageContaining("planted");
        assertAllIsBack(den);
    }

    /// Puts and gets side by side, of files that change, which are taken back at any moment.
    @Test
    void among_many_that_are_taken_back_nobody_gets_what_another_has() throws Exception {
        var den = new Den();
        var people = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < THREADS; i++) {
            var person = new FutureTask<>(new Person(den, i)::live);
            people.add(person);
            Thread.ofPlatform().start(person);
        }
        for (var person : people) {
            person.get();
        }

        for (int i = 0; i < THREADS; i++) {
            var source = temp.resolve("p" + i);
            den.put(source, "/");
            den.get("/p" + i, temp.resolve("back" + i));
            assertThat(GetTreeTest.picture(temp.resolve("back" + i)))
                    .isEqualTo(GetTreeTest.picture(source));
        }
        for (var id : den.held()) {
            var sealed = ByteBuffer.allocate(den.store.index().length(id).orElseThrow());
            assertThat(den.store.read(id, sealed)).as("what %s names", id).isTrue();
        }
        assertAllIsBack(den);
    }

    /// Writes files, stores and fetches them, and is often interrupted in that.
    private final class Person {

        private final Den den;
        private final int number;
        private final Random random;
        private final Path home;

        Person(Den den, int number) throws Exception {
            this.den = den;
            this.number = number;
            random = new Random(number);
            home = Files.createDirectories(temp.resolve("p" + number));
        }

        boolean live() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                write();
                attempt(this::put);
                if (round % 3 == 0) {
                    var to = Files.createDirectories(temp.resolve("to" + number));
                    attempt(() -> get(to));
                }
            }
            return true;
        }

        private void write() throws Exception {
            for (int i = 0; i < FILES; i++) {
                Files.write(
                        home.resolve("f" + i),
                        Den.noise(random.nextLong(), random.nextInt(65_000)));
            }
            Files.write(
                    home.resolve("large"),
                    Den.noise(random.nextLong(), 100_000 + random.nextInt(MIB)));
        }

        private void put() throws Exception {
            den.files.put(
                    new Command.Put(
                            List.of(home.toString()),
                            new VolumePath("files", "/"),
                            Optional.of(new WaitPolicy.Local()),
                            Duration.ZERO),
                    _ -> {});
        }

        private void get(Path to) throws Exception {
            den.files.get(
                    new Command.Get(new VolumePath("files", "/p" + number), to.toString()),
                    _ -> {});
        }

        /// What is attempted may be taken back, and a file grow or shrink meanwhile.
        private void attempt(Deed deed) throws Exception {
            var attempt = new FutureTask<>(() -> isDone(deed));
            var thread = Thread.ofPlatform().start(attempt);
            long end = System.nanoTime() + random.nextInt(20_000_000);
            while (System.nanoTime() < end && thread.isAlive()) {
                Thread.onSpinWait();
            }
            Files.write(home.resolve("f0"), new byte[random.nextInt(65_000)]);
            if (random.nextBoolean()) {
                thread.interrupt();
            }
            attempt.get();
        }

        private boolean isDone(Deed deed) throws Exception {
            try {
                deed.run();
                return true;
            } catch (InterruptedException | NodeException e) {
                assertThat(String.valueOf(e.getMessage())).doesNotContain("damaged");
                return false;
            }
        }
    }

    private interface Deed {
        void run() throws Exception;
    }
}
