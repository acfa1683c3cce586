package dev.holdfast.testbed.bench;

import dev.holdfast.discovery.Announcement;
import dev.holdfast.discovery.Announcement.Kind;
import dev.holdfast.discovery.Announcement.Tag;
import dev.holdfast.discovery.Lan;
import dev.holdfast.discovery.Reach;
import dev.holdfast.discovery.beacon.BeaconLan;
import dev.holdfast.discovery.mdns.MdnsLan;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// How long it takes on a local network until somebody is seen, by the beacon and by mDNS in turn:
/// two network namespaces on one bridge, a process in each. *Tells*: somebody has been looking for
/// a while when the newcomer begins to tell; from its first word to the sighting. *Looks*: somebody
/// has been telling; from the newcomer's start, without that of Java, to the sighting. *Closes*:
/// until nothing is answered any more.
///
/// Run as root with the arguments `FILE ROUNDS`; the file gets the table. A round takes about 20 s.
public final class SightBench {

    /// How long somebody has been there before the newcomer comes.
    private static final Duration BEFORE = Duration.ofSeconds(4);

    private static final List<String> WAYS = List.of("beacon", "mdns");
    private static final String PREFIX = "10.214.7.";
    private static final int PORT = 4653;

    /// What a part says is for the process that started it.
    private static final PrintStream TO_PARENT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final String bridge = "hfs" + ProcessHandle.current().pid();

    private SightBench() {}

    public static void main(String... words) throws Exception {
        if (words.length > 2) {
            part(words[1], Long.parseLong(words[2]));
        } else {
            var lines = new SightBench().rounds(Integer.parseInt(words[1]));
            Files.write(Path.of(words[0]), lines);
        }
    }

    /// One process on the network: tells a tag when it is told to, and what it hears.
    private static void part(String way, long tag) throws IOException {
        var chance = new SplittableRandom(tag);
        Lan lan =
                way.equals(WAYS.getFirst())
                        ? new BeaconLan(Reach.outside())
                        : new MdnsLan(Reach.outside(), chance::nextLong);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("began", tag);
        long closing;
        try (var discovery = lan.enter(seen -> say("heard", seen.what().tag().low()))) {
            discovery.ask();
            while (lines.readLine() != null) {
                say("told", tag);
                discovery.announce(List.of(new Announcement(Kind.HERE, new Tag(0, tag), PORT)));
            }
            closing = System.nanoTime();
        }
        TO_PARENT.println("closed 0 " + (System.nanoTime() - closing));
    }

    /// The machine's clock that only counts forward is one for all its processes.
    private static synchronized void say(String what, long tag) {
        TO_PARENT.println(what + " " + tag + " " + System.nanoTime());
    }

    private List<String> rounds(int count) throws Exception {
        try {
            network();
            for (var way : WAYS) {
                round(way, 1);
            }
            var table = new ArrayList<List<double[]>>();
            WAYS.forEach(_ -> table.add(new ArrayList<>()));
            for (int n = 0; n < count; n++) {
                for (int i = 0; i < WAYS.size(); i++) {
                    table.get(i).add(round(WAYS.get(i), 10L * (n + 1)));
                }
            }
            var lines = new ArrayList<String>();
            for (int i = 0; i < WAYS.size(); i++) {
                lines.addAll(lines(WAYS.get(i), table.get(i)));
            }
            return lines;
        } finally {
            run("ip", "netns", "del", bridge + "-a");
            run("ip", "netns", "del", bridge + "-b");
            run("ip", "link", "del", bridge);
        }
    }

    /// Seconds: tells, looks, closes.
    private double[] round(String way, long tag) throws Exception {
        double tells;
        try (var teller = new Part("b", way, tag)) {
            try (var looker = new Part("a", way, tag + 1)) {
                teller.stays(BEFORE);
                looker.when("began", tag + 1);
                teller.tell();
                tells = looker.when("heard", tag) - teller.when("told", tag);
            }
            try (var newcomer = new Part("a", way, tag + 2)) {
                double began = newcomer.when("began", tag + 2);
                double looks = newcomer.when("heard", tag) - began;
                return new double[] {tells, looks, teller.closed()};
            }
        }
    }

    /// The median of each kind, the least and the most.
    private static List<String> lines(String way, List<double[]> rounds) {
        var lines = new ArrayList<String>();
        var names = List.of("tells", "looks", "closes");
        for (int i = 0; i < names.size(); i++) {
            int kind = i;
            var all = rounds.stream().mapToDouble(round -> round[kind]).sorted().toArray();
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-7s %-7s %.3f s (%.3f to %.3f)",
                            way,
                            names.get(i),
                            all[all.length / 2],
                            all[0],
                            all[all.length - 1]));
        }
        return lines;
    }

    private void network() throws Exception {
        must("ip", "link", "add", bridge, "type", "bridge");
        must("ip", "link", "set", bridge, "up");
        for (var name : List.of("a", "b")) {
            var space = bridge + "-" + name;
            must("ip", "netns", "add", space);
            must(
                    ("ip link add " + bridge + name + " type veth peer name eth0 netns " + space)
                            .split(" "));
            must("ip", "link", "set", bridge + name, "master", bridge, "up");
            var address = PREFIX + (name.equals("a") ? 1 : 2) + "/24";
            must("ip", "-n", space, "addr", "add", address, "dev", "eth0");
            must("ip", "-n", space, "link", "set", "eth0", "up");
        }
    }

    private static void must(String... words) throws Exception {
        if (run(words) != 0) {
            throw new IOException(List.of(words) + " failed: only root can make a network");
        }
    }

    private static int run(String... words) throws Exception {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    /// A process in a namespace.
    private final class Part implements AutoCloseable {

        private final Process process;
        private final BufferedReader out;
        private final PrintWriter in;

        Part(String name, String way, long tag) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var classes = System.getProperty("java.class.path");
            process =
                    new ProcessBuilder(
                                    List.of(
                                            "ip",
                                            "netns",
                                            "exec",
                                            bridge + "-" + name,
                                            java,
                                            "-Xmx64m",
                                            "-cp",
                                            classes,
                                            SightBench.class.getName(),
                                            "part",
                                            way,
                                            "" + tag))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            out = process.inputReader(StandardCharsets.UTF_8);
            in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        }

        /// While nothing is expected of it.
        void stays(Duration time) throws InterruptedException, IOException {
            if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("a part ended with " + process.exitValue());
            }
        }

        void tell() {
            in.println("tell");
        }

        /// When it said so, in seconds of the machine's counting clock.
        double when(String what, long tag) throws IOException {
            var wanted = what + " " + tag + " ";
            var line = out.readLine();
            while (line != null && !line.startsWith(wanted)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IOException("it ended before it said " + wanted);
            }
            return Long.parseLong(line.substring(wanted.length())) / 1e9;
        }

        /// Seconds that it took to close.
        double closed() throws IOException {
            in.close();
            return when("closed", 0);
        }

        @Override
        public void close() {
            process.destroy();
            var _ = process.onExit().join();
        }
    }
}
