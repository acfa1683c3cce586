package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.FutureTask;

/// How much of a file is asked for before anything of it has come.
@Timeout(60)
class AheadTest {

    private static final int MIB = 1 << 20;

    /// Two thirds of what may be on its way, as chunks are of many sizes and buffers of a few.
    private static final int UNDER_WAY_MIN = 11;

    private final Desk desk = new Desk();
    @TempDir private Path place;

    AheadTest() throws Exception {}

    /// At a round trip of 50 ms four chunks of a mebibyte would be 80 MB/s at the most.
    @Test
    void D12_a_get_asks_for_as_many_bytes_as_a_long_path_carries() throws Exception {
        desk.put(1, 40 * MIB, "files:/far.bin");
        desk.letGo();
        var get = new FutureTask<>(() -> get("files:/far.bin"));
        Thread.ofVirtual().start(get);
        desk.allowed.release(1);

        desk.begun.acquire(1 + UNDER_WAY_MIN);

        assertThat(get.isDone()).isFalse();
        desk.allowed.release(1000);
        assertThat(get.get()).hasSize(40 * MIB);
    }

    /// A disk that reads and writes at once has to be told what comes next.
    @Test
    void a_get_asks_its_own_disk_for_half_as_many_bytes() throws Exception {
        desk.put(1, 40 * MIB, "files:/near.bin");
        desk.disk.isShut = true;
        desk.disk.begun.drainPermits();
        var get = new FutureTask<>(() -> get("files:/near.bin"));
        Thread.ofVirtual().start(get);
        desk.disk.allowed.release(1);

        desk.disk.begun.acquire(1 + UNDER_WAY_MIN / 2);

        assertThat(get.isDone()).isFalse();
        desk.disk.allowed.release(1000);
        assertThat(get.get()).hasSize(40 * MIB);
    }

    /// Several at once, each of chunks small and large: what waits for room gets it in turn.
    @Test
    void gets_at_once_share_the_room_there_is() throws Exception {
        for (int i = 0; i < 4; i++) {
            desk.put(i, (10 + i) * MIB, "files:/far" + i);
        }
        desk.letGo();
        desk.allowed.release(1000);
        var gets = new ArrayList<FutureTask<byte[]>>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            gets.add(new FutureTask<>(() -> get("files:/far" + number)));
            Thread.ofVirtual().start(gets.getLast());
        }
        for (int i = 0; i < 4; i++) {
            assertThat(gets.get(i).get()).hasSize((10 + i) * MIB);
        }
    }

    private byte[] get(String from) throws Exception {
        var to = place.resolve(from.substring("files:/".length()));
        desk.files.get(new Command.Get(Desk.at(from), to.toString()), event -> {});
        return Files.readAllBytes(to);
    }
}
