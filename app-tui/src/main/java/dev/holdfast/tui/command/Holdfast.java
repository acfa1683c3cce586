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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /// The command line, with the commands of this package and those that `more` makes.
    public static CommandLine line(
            Surroundings surroundings, List<Function<Holdfast, Action>> more) {
        var main = new Holdfast(surroundings);
        var line = new CommandLine(main);
        commands(main).forEach(line::addSubcommand);
        more.forEach(each -> line.addSubcommand(each.apply(main)));
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

    private static List<Object> commands(Holdfast main) {
        return List.of(
                new Init(main),
                new Invite(main),
                new Join(main),
                new Serve(main),
                new StartDaemon(main),
                new StopDaemon(main),
                new CommandLine(new Settings())
                        .addSubcommand(new ListSettings(main))
                        .addSubcommand(new GetSetting(main))
                        .addSubcommand(new SetSetting(main)),
                new ShowStatus(main),
                new ShowDevices(main),
                new CommandLine(new OneDevice()).addSubcommand(new RemoveDevice(main)),
                new ShowEvents(main),
                new CommandLine(new Volumes())
                        .addSubcommand(new ListVolumes(main))
                        .addSubcommand(new CreateVolume(main)),
                new Put(main),
                new Get(main),
                new Cat(main),
                new Ls(main),
                new Stat(main),
                new Rm(main),
                new Mv(main),
                new MkDir(main),
                new OpenWindow(main),
                new Version(main));
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
