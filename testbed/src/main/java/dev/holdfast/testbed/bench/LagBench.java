package dev.holdfast.testbed.bench;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What a long path costs: one file put with two copies and got by a device that holds nothing,
/// over links with no delay and with 25 ms each way, in turn, on the same daemons. Both go through
/// the relay that delays, whose cost is in both. Writes each round to `DIRECTORY/figures`.
///
/// Run with the arguments `DIRECTORY MEBIBYTES ROUNDS`; the directory must not exist.
public final class LagBench {

    private static final Duration ONE_WAY = Duration.ofMillis(25);
    private static final int BLOCK = 1 << 20;

    /// Less than a share of the layout, so that the reader holds nothing.
    private static final long NO_ROOM = 1 << 20;

    private final Path folder;
    private final long bytes;

    private LagBench(Path folder, long bytes) {
        this.folder = folder;
        this.bytes = bytes;
    }

    public static void main(String... words) throws Exception {
        var folder = Files.createDirectory(Path.of(words[0]));
        var bench = new LagBench(folder, Long.parseLong(words[1]) * BLOCK);
        try (var cluster =
                Cluster.of(
                        folder.resolve("pool"), Manner.FAULTY_LINKS.withMuchToDo(), "ann", "bob")) {
            cluster.member("cat").offers(NO_ROOM);
            cluster.admit(List.of("cat"));
            cluster.awaitAllOnline();
            for (int round = 0; round < Integer.parseInt(words[2]); round++) {
                bench.round(cluster, 2 * round, Duration.ZERO);
                bench.round(cluster, 2 * round + 1, ONE_WAY);
            }
        }
    }

    private void round(Cluster cluster, int number, Duration oneWay) throws Exception {
        for (var one : cluster.members()) {
            for (var other : cluster.members()) {
                if (one != other) {
                    one.links().delay(id(other), oneWay);
                }
            }
        }
        var file = folder.resolve("file" + number);
        fill(file, bytes, number);
        var ann = cluster.member("ann");
        var cat = cluster.member("cat");
        long began = System.nanoTime();
        ann.put(file, "/" + number, 2);
        double put = seconds(began);
        cluster.await(
                "cat knows the name",
                () -> cat.holdfast("ls", "files:").out(),
                ls -> ls.lines().anyMatch(Integer.toString(number)::equals));
        var copy = folder.resolve("copy");
        long turned = System.nanoTime();
        cat.get("/" + number, copy);
        note(oneWay, put, seconds(turned));
        Files.delete(copy);
        Files.delete(file);
    }

    private void note(Duration oneWay, double put, double get) throws IOException {
        double megabytes = bytes / 1e6;
        var row =
                String.format(
                        Locale.ROOT,
                        "%d ms | put %.1f MB/s | get %.1f MB/s%n",
                        2 * oneWay.toMillis(),
                        megabytes / put,
                        megabytes / get);
        Files.writeString(folder.resolve("figures"), row, CREATE, APPEND);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /// Bytes of chance from a seed.
    static void fill(Path file, long bytes, long seed) throws IOException {
        var chance = new SplittableRandom(seed);
        var block = new byte[BLOCK];
        try (var to = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= BLOCK) {
                chance.nextBytes(block);
                to.write(block);
            }
        }
    }

    private static String id(Member member) throws Exception {
        try (var node = member.node()) {
            return node.status().device().id();
        }
    }
}
