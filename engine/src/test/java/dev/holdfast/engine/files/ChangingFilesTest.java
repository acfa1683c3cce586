package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

/// Programs write to files of a linked folder while it is looked at.
@Timeout(60)
class ChangingFilesTest {

    private static final int ROUNDS = 20;
    private static final int WRITES = 50;
    private static final String LINE = "a line of a log that goes on and on\n";

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    ChangingFilesTest() throws Exception {}

    @BeforeEach
    void two_folders() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
    }

    private static byte[] page(int number) {
        var page = new byte[200_000];
        Arrays.fill(page, (byte) number);
        return page;
    }

    private void write(String name, byte[] bytes, OpenOption... how) throws IOException {
        Files.write(ann.folder.resolve(name), bytes, how);
    }

    /// Writes on, and looks meanwhile.
    private void round(int round) throws Exception {
        var writing =
                new FutureTask<Void>(
                        () -> {
                            for (int i = 0; i < WRITES; i++) {
                                write(
                                        "log",
                                        LINE.getBytes(StandardCharsets.US_ASCII),
                                        CREATE,
                                        APPEND);
                                write("table", page(round), CREATE, WRITE);
                            }
                            return null;
                        });
        Thread.ofPlatform().start(writing);
        do {
            ann.pass();
            bob.pass();
        } while (!writing.isDone());
        writing.get();
    }

    private String logOfBob() throws IOException {
        var log = bob.folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void files_that_change_while_they_are_read_end_as_they_were_left() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            round(i);
            assertThat(LINE.repeat(ROUNDS * WRITES)).as("written by then").startsWith(logOfBob());
        }
        // Two writes within one step of the disk's clock look alike; that such a file is read again
        // later is what [dev.holdfast.engine.node.SyncedFile] sees to.
        Files.setLastModifiedTime(
                ann.folder.resolve("table"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        LinkedSide.settle(ann, bob);
        assertThat(logOfBob()).isEqualTo(LINE.repeat(ROUNDS * WRITES));
        assertThat(bob.folder.resolve("table")).hasBinaryContent(page(ROUNDS - 1));
        assertThat(bob.all()).isEqualTo(ann.all());
        assertThat(bob.all()).containsOnlyKeys("log", "table");
    }
}
