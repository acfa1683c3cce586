package dev.holdfast.tui;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Finding.Care;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;
import dev.holdfast.engine.node.Daemon;
import dev.holdfast.engine.node.Home;
import dev.holdfast.engine.node.HomeChoice;
import dev.holdfast.engine.node.LogBook;
import dev.holdfast.engine.node.Paper;
import dev.holdfast.tui.command.Config;
import dev.holdfast.tui.command.Device;
import dev.holdfast.tui.command.Exit;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Named;
import dev.holdfast.tui.command.Service;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.demo.DemoCommand;
import dev.holdfast.tui.demo.RehearseCommand;
import dev.holdfast.tui.manual.CompletionCommand;
import dev.holdfast.tui.manual.ManualCommand;
import dev.holdfast.tui.process.Background;
import dev.holdfast.tui.render.Outlet;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.shell.ShellCommand;
import dev.holdfast.tui.shell.TopCommand;
import dev.holdfast.tui.shell.Tty;
import dev.holdfast.tui.words.Words;

import picocli.CommandLine;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Where the terminal face begins: gives the commands their surroundings, and turns Ctrl-C and
/// SIGTERM into an interrupt that a command ends by in good order.
public final class TuiMain {

    /// How long a command that was told to stop may take to put things in order.
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    /// How long a daemon in the background may take until it is ready.
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /// Room for threads that begin while they are counted.
    private static final int SPARE = 8;

    private static final Tty TTY = new Tty();
    private static final Typed TYPED = new Typed(System.in);

    /// The commands that live in rooms of their own.
    private static final List<Named> MORE =
            List.of(
                    new Named("demo", DemoCommand::new),
                    new Named("completion", CompletionCommand::new, true),
                    new Named("manual", ManualCommand::new, true),
                    new Named("top", main -> new TopCommand(main, TTY)));

    private TuiMain() {}

    public static void main(String[] arguments) {
        var words = Arrays.asList(arguments);
        boolean isDaemon = words.contains("daemon");
        LogSetting.from(isDaemon ? "INFO" : "WARNING");
        if (!isDaemon) {
            // Reflection by native code: classes made for it pay only in a long life.
            System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
        }
        var done = new CountDownLatch(1);
        var command = Thread.currentThread();
        var stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(command, done));
        Runtime.getRuntime().addShutdownHook(stop);
        var outlet = outlet();
        var surroundings =
                new Surroundings(
                        terminal(outlet),
                        directory -> new HomeDevice(Home.at(directory)),
                        HomeChoice.here()::of,
                        System.getenv(),
                        System::nanoTime);
        int exit = heard(outlet, surroundings.terminal(), run(surroundings, words));
        done.countDown();
        if (exit != Exit.DONE || isKeptUp()) {
            System.exit(exit);
        }
        // Else it ends with this thread: `System.exit` first looks for a logger in every jar.
    }

    /// Whether anything but this thread would keep the process up.
    private static boolean isKeptUp() {
        var group = Thread.currentThread().getThreadGroup();
        var threads = new Thread[group.activeCount() + SPARE];
        int count = group.enumerate(threads);
        long up = Arrays.stream(threads, 0, count).filter(each -> !each.isDaemon()).count();
        return count == threads.length || up > 1;
    }

    /// The commands that these words can mean; those at the shell's prompt are the same without the
    /// shell.
    private static CommandLine line(Surroundings surroundings, List<String> words) {
        var means =
                new ShellCommand.Means(
                        around -> Holdfast.line(around, MORE),
                        home -> Home.at(home).attached(),
                        TTY);
        var all = new ArrayList<>(MORE);
        all.add(new Named("shell", main -> new ShellCommand(main, means), true));
        all.add(new Named("rehearse", main -> new RehearseCommand(main, TuiMain::run)));
        return Holdfast.line(surroundings, all, words);
    }

    private static int run(Surroundings surroundings, List<String> words) {
        return line(surroundings, words).execute(words.toArray(String[]::new));
    }

    /// The exit code, when all of the answer could be written.
    private static int heard(Outlet outlet, Terminal terminal, int exit) {
        terminal.out().flush();
        var lost = outlet.lost();
        if (lost.isEmpty()) {
            return exit;
        }
        terminal.err().println(Words.say("answer.lost", lost.get()));
        terminal.err().println(Words.say("answer.lost.do"));
        return exit == Exit.DONE ? Exit.FAILED : exit;
    }

    private static Outlet outlet() {
        return new Outlet(new FileOutputStream(FileDescriptor.out), Outlet::isPipe);
    }

    private static Terminal terminal(Outlet outlet) {
        var out = new PrintStream(new BufferedOutputStream(outlet), true, System.out.charset());
        return Terminal.of(
                new Terminal.Streams(TYPED, out, outlet(), System.err),
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent(),
                System.getenv());
    }

    /// Standard input. Who waits for a line of it cannot be interrupted, and has nothing to put in
    /// order.
    private static final class Typed extends FilterInputStream {

        private volatile boolean isAwaited;

        Typed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            isAwaited = true;
            try {
                return super.read();
            } finally {
                isAwaited = false;
            }
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            return super.read(into, from, count);
        }
    }

    /// The machine ends this process when its shutdown hooks have returned, so this one waits.
    private static void stop(Thread command, CountDownLatch done) {
        command.interrupt();
        if (TYPED.isAwaited) {
            return;
        }
        try {
            if (!done.await(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println(Words.say("stop.late"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A home, in the words of the commands.
    private record HomeDevice(Home home) implements Device {

        @Override
        public Entry entry() {
            return new HomeEntry(home);
        }

        @Override
        public Config config() {
            return new HomeConfig(home);
        }

        @Override
        public Device.Paper paper() {
            return new HomePaper(home.paper());
        }

        @Override
        public Node node() throws NodeException {
            return home.node();
        }

        @Override
        public Service service() {
            return new HomeService(home);
        }
    }

    /// How a home comes to be one, in the words of the commands.
    private record HomeEntry(Home home) implements Device.Entry {

        @Override
        public void init(Device.Beginning beginning, Consumer<List<String>> words)
                throws NodeException {
            home.init(translated(beginning), words);
        }

        @Override
        public Optional<String> join(String code, Optional<String> at, Device.Beginning beginning)
                throws NodeException, InterruptedException {
            return home.join(code, at, translated(beginning));
        }

        @Override
        public Recovered recover(Device.Return how, Judge judge)
                throws NodeException, InterruptedException {
            var translated = translated(how.beginning());
            return home.recover(
                    new Home.Return(how.words(), how.at(), translated, how.isRehearsal()), judge);
        }

        private static Home.Beginning translated(Device.Beginning beginning) {
            return new Home.Beginning(
                    beginning.name(),
                    beginning.capacity(),
                    beginning.listen(),
                    beginning.discovery());
        }
    }

    private record HomePaper(Paper paper) implements Device.Paper {

        @Override
        public void write(Path file, List<String> words) throws IOException {
            paper.write(file, words);
        }

        @Override
        public void print(Path file, String device, List<String> words) throws IOException {
            paper.print(file, device, words);
        }

        @Override
        public void putOff(List<String> words) throws NodeException {
            paper.putOff(words);
        }

        @Override
        public void check(String typed) throws NodeException {
            paper.check(typed);
        }
    }

    private record HomeConfig(Home home) implements Config {

        @Override
        public List<Setting> list() throws NodeException {
            return home.settings();
        }

        @Override
        public void set(String key, String value) throws NodeException {
            home.set(key, value);
        }
    }

    /// The daemon of a home, in the words of the commands.
    private record HomeService(Home home) implements Service {

        @Override
        public Running run() throws NodeException, InterruptedException {
            home.log().attach(false);
            return new Served(home.daemon());
        }

        @Override
        public String start() throws NodeException, InterruptedException {
            var log = LogBook.file(home.directory());
            var printed = home.directory().resolve("daemon.log");
            var words = List.of("--home", home.directory().toString(), "daemon");
            try {
                new Background(printed).start(words, "ready ", START_MAX);
            } catch (IOException e) {
                throw new NodeException(
                        new Problem(
                                Problem.Code.FAILED,
                                Words.say("start.failed", e.getMessage()),
                                Words.say("start.failed.do", log)),
                        e);
            }
            return log.toString();
        }

        @Override
        public Optional<Node> attached() throws NodeException {
            return home.attached();
        }

        @Override
        public List<Treated> examine(Care care, Consumer<Event> events)
                throws NodeException, InterruptedException {
            return home.examine(care, events);
        }

        @Override
        public Optional<Outcome.Stopped> stop() throws NodeException, InterruptedException {
            return home.stop();
        }
    }

    private record Served(Daemon daemon) implements Service.Running {

        @Override
        public String address() {
            return daemon.address();
        }

        @Override
        public void awaitStop() throws InterruptedException {
            daemon.awaitStop();
        }

        @Override
        public Outcome.Stopped stop() throws InterruptedException {
            return daemon.stop();
        }

        @Override
        public void close() {
            daemon.close();
        }
    }
}
