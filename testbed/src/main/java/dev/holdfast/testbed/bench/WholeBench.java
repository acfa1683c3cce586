package dev.holdfast.testbed.bench;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Member;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What a person waits for: whole commands against running daemons, as processes, with everything
/// synced. Writes the median of the rounds to `DIRECTORY/figures`. Each round stores content of its
/// own, so nothing is known before.
///
/// Run with the arguments `DIRECTORY ROUNDS`; the directory is on the file system under test and
/// must not exist.
public final class WholeBench {

    private static final int BLOCK = 1 << 16;
    private static final long BIG = 1L << 30;
    private static final int SMALL = 4 << 10;
    private static final int SMALL_COUNT = 10_000;
    private static final String[] NAMES = {"ann", "bob", "cat", "dan"};

    private final Path folder;
    private final int rounds;

    private WholeBench(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    private record Round(double put, double putCpu, double get, double getCpu) {}

    public static void main(String... words) throws Exception {
        var folder = Files.createDirectory(Path.of(words[0]));
        var bench = new WholeBench(folder, Integer.parseInt(words[1]));
        bench.note("work | copies | put s | CPU s | get s | CPU s | peak MiB, each device");
        for (int copies : new int[] {1, 3}) {
            bench.big(copies);
            bench.small(copies);
        }
    }

    private void big(int copies) throws Exception {
        measure(
                "1 GiB",
                copies,
                (at, round) -> {
                    try (var file = new BufferedOutputStream(Files.newOutputStream(at), BLOCK)) {
                        fill(file, BIG, new SplittableRandom(round));
                    }
                });
    }

    private void small(int copies) throws Exception {
        measure(
                "10,000 x 4 KiB",
                copies,
                (at, round) -> {
                    var chance = new SplittableRandom(round);
                    for (int i = 0; i < SMALL_COUNT; i++) {
                        var file = at.resolve(i / 100 + "/" + i);
                        Files.createDirectories(file.getParent());
                        try (var to = Files.newOutputStream(file)) {
                            fill(to, SMALL, chance);
                        }
                    }
                });
    }

    private interface Content {
        void make(Path at, int round) throws IOException;
    }

    private static void fill(OutputStream to, long size, SplittableRandom chance)
            throws IOException {
        var block = new byte[BLOCK];
        for (long left = size; left > 0; left -= Math.min(left, BLOCK)) {
            chance.nextBytes(block);
            to.write(block, 0, (int) Math.min(left, BLOCK));
        }
    }

    private void measure(String work, int copies, Content content) throws Exception {
        var place = Files.createDirectory(folder.resolve(copies + "-" + work.charAt(1)));
        var names = copies == 1 ? new String[] {NAMES[0]} : NAMES;
        var measured = new ArrayList<Round>();
        var peaks = new ArrayList<Long>();
        try (var cluster =
                Cluster.of(
                        Files.createDirectory(place.resolve("pool")),
                        Cluster.Manner.QUICK.withMuchToDo(),
                        names)) {
            for (int round = 0; round < rounds; round++) {
                var source = place.resolve("source" + round);
                content.make(source, round);
                new ProcessBuilder("sync").start().waitFor();
                measured.add(round(cluster, copies, source, place.resolve("back")));
                wipe(source);
            }
            for (var member : cluster.members()) {
                peaks.add(resident(member) >> 20);
            }
        }
        wipe(place);
        note(
                "%s | %d | %.2f | %.2f | %.2f | %.2f | %s"
                        .formatted(
                                work,
                                copies,
                                median(measured.stream().mapToDouble(Round::put).toArray()),
                                median(measured.stream().mapToDouble(Round::putCpu).toArray()),
                                median(measured.stream().mapToDouble(Round::get).toArray()),
                                median(measured.stream().mapToDouble(Round::getCpu).toArray()),
                                peaks));
    }

    private void note(String row) throws IOException {
        Files.writeString(folder.resolve("figures"), row + "\n", CREATE, APPEND);
    }

    private Round round(Cluster cluster, int copies, Path source, Path back) throws Exception {
        var members = cluster.members();
        var writer = members.getFirst();
        var reader = members.getLast();
        var name = "files:/" + source.getFileName();
        double cpu = cpu(members);
        long began = System.nanoTime();
        var put = new String[] {"-q", "put", source.toString(), name, "--wait", "copies:" + copies};
        writer.holdfast(put).expect(0);
        double stored = seconds(began);
        double storedCpu = cpu(members) - cpu;
        cluster.await(
                "the reader knows the name",
                () -> reader.holdfast("stat", name).exit(),
                exit -> exit == 0);
        double before = cpu(members);
        long turned = System.nanoTime();
        reader.holdfast("-q", "get", name, back.toString()).expect(0);
        double fetched = seconds(turned);
        double fetchedCpu = cpu(members) - before;
        wipe(back);
        return new Round(stored, storedCpu, fetched, fetchedCpu);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /// Of the daemons, and of the commands that this process started and that have ended.
    private static double cpu(List<Member> members) throws IOException {
        var fields =
                Files.readString(Path.of("/proc/self/stat")).replaceAll(".*\\) ", "").split(" ");
        double sum = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
        for (var member : members) {
            var process = ProcessHandle.of(member.pid()).orElseThrow();
            sum += process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
        }
        return sum;
    }

    /// The most memory the process ever had, in bytes, as the system counts it.
    private static long resident(Member member) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + member.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no VmHWM");
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void wipe(Path at) throws IOException {
        new Scratch(at).wipe();
    }
}
