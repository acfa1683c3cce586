package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Plain;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can stand at the cursor: a command, an option or its value, a device, a place in the pool,
/// a file of this machine. The commands themselves say which.
final class Completions implements Completer {

    /// Names offered from one directory of this machine.
    private static final int FILES_MAX = 500;

    /// The volume that every pool begins with.
    private static final String VOLUME = "files:";

    private final CommandSpec root;
    private final Looks looks;

    Completions(CommandSpec root, Looks looks) {
        this.root = root;
        this.looks = looks;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        var before = line.words().subList(0, line.wordIndex());
        complete(before, line.word().substring(0, line.wordCursor()), candidates);
    }

    /// @param before the whole words left of the cursor
    /// @param word what is typed of the word at the cursor
    void complete(List<String> before, String word, List<Candidate> candidates) {
        var command = command(before);
        var asking = option(command, before.isEmpty() ? "" : before.getLast());
        if (asking.isPresent()) {
            values(asking.get(), word, candidates);
        } else if (word.startsWith("-")) {
            command.options().forEach(option -> add(option, candidates));
        } else if (!command.subcommands().isEmpty()) {
            command.subcommands()
                    .forEach((name, below) -> add(name, below.getCommandSpec(), candidates));
        } else {
            var labels = command.positionalParameters();
            labels.forEach(parameter -> values(parameter, word, candidates));
        }
    }

    private CommandSpec command(List<String> before) {
        var command = root;
        for (var word : before) {
            var below = command.subcommands().get(word);
            command = below == null ? command : below.getCommandSpec();
        }
        return command;
    }

    /// The option whose value is still to come.
    private static Optional<OptionSpec> option(CommandSpec command, String last) {
        return Optional.ofNullable(command.findOption(last))
                .filter(option -> last.startsWith("-") && option.arity().max() > 0);
    }

    private static void add(OptionSpec option, List<Candidate> candidates) {
        var says = String.join(" ", option.description());
        for (var name : option.names()) {
            candidates.add(new Candidate(name, name, null, says, null, null, true));
        }
    }

    private static void add(String name, CommandSpec command, List<Candidate> candidates) {
        var says = Arrays.stream(command.usageMessage().description()).findFirst().orElse("");
        candidates.add(new Candidate(name, name, null, says, null, null, true));
    }

    private void values(ArgSpec argument, String word, List<Candidate> candidates) {
        var label = argument.paramLabel();
        if (argument.type().isEnum()) {
            for (var each : argument.type().getEnumConstants()) {
                candidates.add(new Candidate(each.toString().toLowerCase(Locale.ROOT)));
            }
        }
        if (label.equals("VOLUME")) {
            volumes().stream()
                    .map(name -> new Candidate(name.substring(0, name.length() - 1)))
                    .forEach(candidates::add);
            return;
        }
        if (label.contains("VOLUME")) {
            places(word, candidates);
        }
        if (label.contains("NAME")) {
            devices(candidates);
        }
        boolean local =
                label.startsWith("PATH") || label.contains("DEST") || label.contains("FILE");
        if ((local || label.contains("DIR")) && VolumePath.parse(word).isEmpty()) {
            files(word, candidates);
        }
    }

    private void devices(List<Candidate> candidates) {
        looks.ask(node -> node.run(new Command.ListDevices(), event -> {}))
                .value()
                .ifPresent(
                        all ->
                                all.devices().stream()
                                        .map(Outcome.Device::name)
                                        .filter(Completions::canBeTyped)
                                        .forEach(name -> candidates.add(new Candidate(name))));
    }

    /// The pool's volumes; the one every pool begins with when nobody says which there are.
    private List<String> volumes() {
        return looks.ask(node -> node.run(new Command.ListVolumes(), event -> {}))
                .value()
                .map(all -> all.volumes().stream().map(Outcome.Volume::name))
                .map(
                        names ->
                                names.filter(Completions::canBeTyped)
                                        .map(name -> name + ":")
                                        .toList())
                .orElse(List.of(VOLUME));
    }

    private void places(String word, List<Candidate> candidates) {
        var typed = VolumePath.parse(word);
        if (typed.isEmpty()) {
            volumes().forEach(name -> candidates.add(open(name, name)));
            return;
        }
        var volume = typed.get().volume();
        var path = typed.get().path();
        var above = path.substring(0, path.lastIndexOf('/') + 1);
        var at =
                new VolumePath(
                        volume,
                        above.length() > 1 ? above.substring(0, above.length() - 1) : above);
        looks.ask(
                        node ->
                                node.run(
                                        new Command.ListEntries(at, false, Optional.empty()),
                                        event -> {}))
                .value()
                .ifPresent(page -> page.rows().forEach(row -> add(volume, row, candidates)));
    }

    private static void add(String volume, Outcome.Row row, List<Candidate> candidates) {
        if (!canBeTyped(row.path())) {
            return;
        }
        var name = row.path().substring(row.path().lastIndexOf('/') + 1);
        var value = volume + ":" + row.path();
        candidates.add(
                row.kind() == Outcome.Kind.DIRECTORY
                        ? open(value + "/", name + "/")
                        : new Candidate(value, name, null, null, null, null, true));
    }

    private static void files(String word, List<Candidate> candidates) {
        int slash = word.lastIndexOf('/');
        var above = word.substring(0, slash + 1);
        var directory = Path.of(above.startsWith("~/") ? home() + above.substring(1) : above);
        try (var names = Files.list(directory.toAbsolutePath())) {
            for (var each : (Iterable<Path>) names.limit(FILES_MAX)::iterator) {
                var name = String.valueOf(each.getFileName());
                boolean hidden = name.startsWith(".") && !word.substring(slash + 1).startsWith(".");
                if (canBeTyped(name) && !hidden) {
                    candidates.add(
                            Files.isDirectory(each)
                                    ? open(above + name + "/", name + "/")
                                    : new Candidate(
                                            above + name, name, null, null, null, null, true));
                }
            }
        } catch (IOException e) {
            // What cannot be listed has nothing to offer; the command will say why.
            return;
        }
    }

    static String home() {
        return System.getProperty("user.home", "");
    }

    /// A word that goes on: no space follows it.
    private static Candidate open(String value, String shown) {
        return new Candidate(value, shown, null, null, null, null, false);
    }

    private static boolean canBeTyped(String name) {
        return Plain.text(name).equals(name);
    }
}
