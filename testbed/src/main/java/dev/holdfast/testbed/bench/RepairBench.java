package dev.holdfast.testbed.bench;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// What it takes to make good what a lost device held, beside what a put takes: five devices, one
/// file with three copies, then one device is killed that did not write it. The clock of the repair
/// runs from when the others may begin until all copies stand. Writes each round to
/// `DIRECTORY/figures`.
///
/// Run with the arguments `DIRECTORY MEBIBYTES ROUNDS`; the directory must not exist.
public final class RepairBench {

    private static final int COPIES = 3;
    private static final int MIB = 1 << 20;

    /// As long as [Manner#QUICK] lets a device be away.
    private static final Duration AWAY = Duration.ofSeconds(4);

    private RepairBench() {}

    public static void main(String... words) throws Exception {
        var folder = Files.createDirectory(Path.of(words[0]));
        long bytes = Long.parseLong(words[1]) * MIB;
        for (int round = 0; round < Integer.parseInt(words[2]); round++) {
            var place = folder.resolve("round" + round);
            try (var cluster =
                    Cluster.of(
                            place,
                            Manner.QUICK.withMuchToDo(),
                            "ann",
                            "bob",
                            "cat",
                            "dan",
                            "eve")) {
                var file = folder.resolve("file" + round);
                LagBench.fill(file, bytes, round);
                run(cluster, file, bytes);
            }
        }
    }

    private static void run(Cluster cluster, Path file, long bytes) throws Exception {
        var ann = cluster.member("ann");
        var eve = cluster.member("eve");
        long began = System.nanoTime();
        ann.put(file, "/file", COPIES);
        double put = seconds(began);
        for (var member : cluster.members()) {
            cluster.await("all copies stand", () -> fewest(member), live -> live >= COPIES);
        }
        long held = eve.packBytes();
        eve.kill();
        long lost = System.nanoTime();
        cluster.await("the loss is seen", () -> fewest(ann), live -> live < COPIES);
        for (var member : cluster.members()) {
            if (member.isRunning()) {
                cluster.await("all copies stand again", () -> fewest(member), l -> l >= COPIES);
            }
        }
        double repair = seconds(lost) - AWAY.toSeconds();
        double putRate = bytes / put / MIB;
        double repairRate = held / repair / MIB;
        var row =
                String.format(
                        Locale.ROOT,
                        "put %.1f s %.1f MiB/s, lost %d MiB, repair %.1f s %.1f MiB/s, %.0f %%\n",
                        put,
                        putRate,
                        held / MIB,
                        repair,
                        repairRate,
                        100 * repairRate / putRate);
        Files.writeString(file.resolveSibling("figures"), row, CREATE, APPEND);
        Files.delete(file);
    }

    /// The fewest live copies of a chunk that the device holds, when it owes none any more.
    private static int fewest(Member member) throws Exception {
        try (var node = member.node()) {
            var copies = node.status().copies();
            return copies.owed() > 0 ? 0 : copies.minLive();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
