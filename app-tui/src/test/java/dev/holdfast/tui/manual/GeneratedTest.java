package dev.holdfast.tui.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Named;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.demo.DemoCommand;
import dev.holdfast.tui.render.Terminal;
import dev.holdfast.tui.shell.ShellCommand;
import dev.holdfast.tui.shell.TopCommand;
import dev.holdfast.tui.shell.Tty;
import dev.holdfast.tui.words.HelpWords;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

class GeneratedTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CommandLine line = line();

    private CommandLine line() {
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(new byte[0]);
        var terminal = Terminal.of(new Terminal.Streams(in, out, bytes, out), false, Map.of());
        var surroundings =
                new Surroundings(
                        terminal,
                        home -> {
                            throw new AssertionError("no device is needed for words");
                        },
                        named -> Path.of("/home"),
                        Map.of(),
                        System::nanoTime);
        return Holdfast.line(
                surroundings,
                List.of(
                        new Named("demo", DemoCommand::new),
                        new Named("completion", CompletionCommand::new),
                        new Named("manual", ManualCommand::new),
                        new Named("top", main -> new TopCommand(main, new Tty())),
                        new Named("shell", main -> new ShellCommand(main, nobody()))));
    }

    private static ShellCommand.Means nobody() {
        return new ShellCommand.Means(
                around -> {
                    throw new AssertionError("no prompt is needed for words");
                },
                home -> Optional.empty(),
                new Tty());
    }

    private String print(String... words) {
        bytes.reset();
        assertThat(line.execute(words)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_manual_page_has_every_command_with_every_option() {
        var page = print("manual").replace("\\-", "-");
        assertThat(page).startsWith(".TH HOLDFAST 1");
        Commands.all(line.getCommandSpec())
                .forEach(
                        command -> {
                            var name = command.qualifiedName();
                            var from = command.parent() == null ? ".SH OPTIONS" : ".SS " + name;
                            assertThat(page).contains(from + "\n");
                            var rest = page.substring(page.indexOf(from + "\n") + 1);
                            var part = rest.split("\n\\.S[SH] ", 2)[0];
                            Commands.options(command)
                                    .forEach(o -> assertThat(part).contains(o.names()));
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_files_have_every_command_with_every_option(String dialect) {
        var script = print("completion", dialect);
        Commands.all(line.getCommandSpec())
                .forEach(
                        command -> {
                            assertThat(script).contains(command.name());
                            Commands.options(command).stream()
                                    .map(option -> option.longestName())
                                    .map(n -> dialect.equals("fish") ? n.replaceAll("^-+", "") : n)
                                    .forEach(name -> assertThat(script).contains(name));
                        });
    }

    @Test
    void every_word_of_help_has_its_command_option_or_argument_and_each_of_these_has_words() {
        var asked = new TreeSet<>(Set.of("heading", "exits.0", "exits.1"));
        Commands.all(HelpWords.on(line.getCommandSpec()))
                .forEach(
                        command -> {
                            var name = command.qualifiedName(".") + ".";
                            var says = command.usageMessage().description();
                            assertThat(says).as(command.qualifiedName()).isNotEmpty();
                            asked.add(name + "usage.description");
                            for (int i = 0; i < says.length; i++) {
                                asked.add(name + "usage.description." + i);
                            }
                            asked.add(name + "usage.customSynopsis");
                            int examples = HelpWords.examples(command).size();
                            for (int i = 0; i < examples; i++) {
                                asked.add(name + "examples." + i);
                            }
                            for (var argument : command.args()) {
                                assertThat(argument.description())
                                        .as("%s %s", command.qualifiedName(), argument)
                                        .isNotEmpty();
                                var key =
                                        argument instanceof OptionSpec option
                                                ? option.longestName().replaceAll("^-+", "")
                                                : argument.descriptionKey();
                                asked.addAll(List.of(key, name + key));
                            }
                        });
        assertThat(asked).containsAll(line.getCommandSpec().resourceBundle().keySet());
    }

    @Test
    void every_command_is_helped_by_examples_that_are_its_own() {
        Commands.all(line.getCommandSpec())
                .forEach(
                        command -> {
                            var examples = HelpWords.examples(command);
                            assertThat(examples)
                                    .as(command.qualifiedName())
                                    .isNotEmpty()
                                    .allMatch(
                                            e -> e.contains(command.qualifiedName().split(" ")[0]));
                        });
        assertThat(print("put", "--help"))
                .contains("Examples:", "tar c ~/notes | holdfast put - files:/notes.tar");
    }

    @Test
    void nothing_in_the_manual_page_is_mistaken_for_a_request() {
        assertThat(print("manual").lines())
                .filteredOn(l -> l.startsWith("."))
                .allMatch(l -> l.matches("\\.(TH|SH|SS|TP|B|I|PP|nf|fi)( .*)?"));
    }
}
