package dev.holdfast.tui.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tui.command.Examples;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.command.Named;
import dev.holdfast.tui.command.Surroundings;
import dev.holdfast.tui.demo.DemoCommand;
import dev.holdfast.tui.render.Terminal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
                        new Named("manual", ManualCommand::new)));
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
    void every_command_is_helped_by_examples_that_are_its_own() {
        Commands.all(line.getCommandSpec())
                .forEach(
                        command -> {
                            var examples = Examples.of(command);
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
