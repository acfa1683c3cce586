package dev.holdfast.tui.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import dev.holdfast.tui.render.Terminal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs command lines in this process and keeps what they print.
final class Shell {

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeDevice device;
    private InputStream in = new ByteArrayInputStream(new byte[0]);
    private boolean interactive;

    Shell(FakeDevice device) {
        this.device = device;
    }

    Shell onATerminal() {
        interactive = true;
        return this;
    }

    Shell reading(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    int run(String... words) {
        out.reset();
        err.reset();
        var stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
        var streams =
                new Terminal.Streams(
                        in, stdout, out, new PrintStream(err, true, StandardCharsets.UTF_8));
        var terminal = Terminal.of(streams, interactive, Map.of());
        return Holdfast.line(around(terminal), List.of(), List.of(words)).execute(words);
    }

    /// The names of the commands that are made for these words.
    Set<String> made(String... words) {
        var nobody = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = Terminal.of(new Terminal.Streams(in, nobody, out, nobody), false, Map.of());
        return Holdfast.line(around(terminal), List.of(), List.of(words)).getSubcommands().keySet();
    }

    private Surroundings around(Terminal terminal) {
        return new Surroundings(
                terminal,
                home -> device,
                named -> named.orElse(Path.of("/home/ann")).toAbsolutePath(),
                Map.of("HOSTNAME", "lake.example"),
                System::nanoTime);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// Standard output, which must be exactly one JSON document on one line.
    JsonElement json() {
        if (out().lines().count() != 1) {
            throw new AssertionError("not one line: " + out());
        }
        return JsonParser.parseString(out());
    }
}
