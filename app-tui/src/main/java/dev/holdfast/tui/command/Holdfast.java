package dev.holdfast.tui.command;

import com.google.gson.JsonElement;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.ProgressLine;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Keyword;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.HelpWords;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The words before the command, and what they mean to every command.
public final class Holdfast extends Keyword implements Callable<Integer> {

    private static final String SHELL = "shell";

    private static final List<Named> COMMANDS =
            List.of(
                    new Named("init", Init::new),
                    new Named("invite", Invite::new),
                    new Named("join", Join::new),
                    new Named("recover", Recover::new),
                    new Named("daemon", Serve::new),
                    new Named("start", StartDaemon::new),
                    new Named("stop", StopDaemon::new),
                    new Named("config", Settings::new),
                    new Named("status", ShowStatus::new),
                    new Named("devices", ShowDevices::new),
                    new Named("device", OneDevice::new),
                    new Named("events", ShowEvents::new),
                    new Named("metrics", ShowMetrics::new),
                    new Named("collect", Collect::new),
                    new Named("doctor", Examine::new),
                    new Named("scrub", Scrub::new),
                    new Named("repair", Repair::new),
                    new Named("rebalance", Rebalance::new),
                    new Named("volume", Volumes::new),
                    new Named("put", Put::new),
                    new Named("get", Get::new),
                    new Named("cat", Cat::new),
                    new Named("ls", Ls::new),
                    new Named("tree", Tree::new),
                    new Named("du", Usage::new),
                    new Named("stat", Stat::new),
                    new Named("rm", Rm::new),
                    new Named("mv", Mv::new),
                    new Named("cp", Cp::new),
                    new Named("mkdir", MkDir::new),
                    new Named("history", History::new),
                    new Named("restore", Restore::new),
                    new Named("conflicts", Conflicts::new),
                    new Named("resolve", Resolve::new),
                    new Named("link", LinkFolder::new),
                    new Named("links", ListLinks::new),
                    new Named("unlink", UnlinkFolder::new),
                    new Named("pause", PauseFolder::new),
                    new Named("resume", ResumeFolder::new),
                    new Named("gui", OpenWindow::new),
                    new Named("version", Version::new));

    private final Surroundings surroundings;

    private final Value<Optional<Path>> home = path("--home", "DIR");
    private final Flag json = flag("--json");
    private final Flag quiet = flag("-q", "--quiet");

    private Holdfast(Surroundings surroundings) {
        super("holdfast", ScopeType.INHERIT);
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
        var line = main.line();
        var all = new ArrayList<>(COMMANDS);
        all.addAll(more);
        Named.meant(all, words).forEach(each -> line.addSubcommand(each.make().apply(main).line()));
        var complaints = new Complaints(surroundings.terminal());
        return line.setOut(writer(surroundings.terminal().out()))
                .setErr(writer(surroundings.terminal().err()))
                .setUsageHelpAutoWidth(false)
                .setHelpFactory(HelpWords::help)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /// No command: the shell where a person types, else says which commands there are.
    @Override
    public Integer call() throws NodeException, InterruptedException {
        var shell = spec().subcommands().get(SHELL);
        if (shell != null && terminal().movable() && shell.getCommand() instanceof Action on) {
            return on.call();
        }
        spec().commandLine().usage(terminal().out());
        terminal().out().flush();
        return Exit.DONE;
    }

    /// The whole tree of commands, with the words of help.
    public CommandSpec root() {
        return HelpWords.on(spec());
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Terminal terminal() {
        return surroundings.terminal();
    }

    public boolean json() {
        return json.isSet();
    }

    /// Whether to print neither remarks nor progress.
    public boolean silent() {
        return json() || quiet.isSet();
    }

    /// The home that the words before the command name, absolute.
    public Path home() {
        return surroundings.homes().apply(home.get());
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
        if (json()) {
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

    /// Asks the person, and returns the line that is typed; empty when there is none.
    String question(String text) {
        terminal().out().print(text);
        terminal().out().flush();
        return terminal().line();
    }

    /// Prints what is worth a worry beside the answer: not a part of it.
    public void warn(String sentence) {
        if (!json()) {
            terminal().err().println(sentence);
        }
    }
}
