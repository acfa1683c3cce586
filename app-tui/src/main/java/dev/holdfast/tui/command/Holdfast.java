package dev.holdfast.tui.command;

import com.google.gson.JsonElement;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.ProgressLine;
import dev.holdfast.tui.render.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The words before the command, and what they mean to every command.
@CommandLine.Command(
        name = "holdfast",
        description = "Your own machines as one place for files.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit: 0 done, 1 failed, 2 wrong usage, 3 fewer copies than asked for so far,",
            "      4 no such thing, 5 done in part, 130 cancelled."
        })
public final class Holdfast implements Callable<Integer> {

    private static final String SHELL = "shell";

    private static final List<Named> COMMANDS =
            List.of(
                    new Named("init", Init::new),
                    new Named("invite", Invite::new),
                    new Named("join", Join::new),
                    new Named("daemon", Serve::new),
                    new Named("start", StartDaemon::new),
                    new Named("stop", StopDaemon::new),
                    new Named("config", Settings::line),
                    new Named("status", ShowStatus::new),
                    new Named("devices", ShowDevices::new),
                    new Named("device", OneDevice::line),
                    new Named("events", ShowEvents::new),
                    new Named("doctor", Examine::new),
                    new Named("volume", Volumes::line),
                    new Named("put", Put::new),
                    new Named("get", Get::new),
                    new Named("cat", Cat::new),
                    new Named("ls", Ls::new),
                    new Named("tree", Tree::new),
                    new Named("du", Usage::new),
                    new Named("stat", Stat::new),
                    new Named("rm", Rm::new),
                    new Named("mv", Mv::new),
                    new Named("mkdir", MkDir::new),
                    new Named("gui", OpenWindow::new),
                    new Named("version", Version::new));

    private final Surroundings surroundings;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where this device lives; also HOLDFAST_HOME")
    private @Nullable Path home;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "print exactly one JSON document")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "print answers and problems only")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    private Holdfast(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The command line, with the commands of this package and those that are `more`.
    public static CommandLine line(Surroundings surroundings, List<Named> more) {
        return line(surroundings, more, List.of());
    }

    /// The same to carry out these words, with only the commands that they can mean.
    public static CommandLine line(
            Surroundings surroundings, List<Named> more, List<String> words) {
        var main = new Holdfast(surroundings);
        var line = new CommandLine(main);
        var all = new ArrayList<>(COMMANDS);
        all.addAll(more);
        Named.meant(all, words).forEach(each -> line.addSubcommand(each.make().apply(main)));
        var complaints = new Complaints(surroundings.terminal());
        return line.setOut(writer(surroundings.terminal().out()))
                .setErr(writer(surroundings.terminal().err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setHelpFactory(Examples::help)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /// No command: the shell where a person types, else says which commands there are.
    @Override
    public Integer call() throws NodeException, InterruptedException {
        var shell = root().subcommands().get(SHELL);
        if (shell != null && terminal().movable() && shell.getCommand() instanceof Action on) {
            return on.call();
        }
        root().commandLine().usage(terminal().out());
        terminal().out().flush();
        return Exit.DONE;
    }

    /// The whole tree of commands.
    public CommandSpec root() {
        return Objects.requireNonNull(spec);
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Terminal terminal() {
        return surroundings.terminal();
    }

    public boolean json() {
        return json;
    }

    /// Whether to print neither remarks nor progress.
    public boolean silent() {
        return json || quiet;
    }

    /// The home that the words before the command name, absolute.
    public Path home() {
        return surroundings.homes().apply(Optional.ofNullable(home));
    }

    /// The device that lives there.
    Device device() {
        return surroundings.devices().apply(home());
    }

    /// A line for progress, which draws nothing where nobody watches.
    public ProgressLine progress() {
        var where = silent() ? terminal().still() : terminal();
        return new ProgressLine(where, surroundings.nanos());
    }

    /// Prints the answer of a command in the form that was asked for.
    public void answer(Supplier<JsonElement> document, Consumer<PrintStream> text) {
        if (json) {
            terminal().out().println(Json.text(document.get()));
        } else {
            text.accept(terminal().out());
        }
        terminal().out().flush();
    }

    /// Prints what is good to know, unless only answers are wanted.
    public void remark(String sentence) {
        if (!silent()) {
            terminal().out().println(sentence);
        }
    }

    /// Prints what is worth a worry beside the answer: not a part of it.
    public void warn(String sentence) {
        if (!json) {
            terminal().err().println(sentence);
        }
    }
}
