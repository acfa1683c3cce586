package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Plain;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// `init`: a pool whose first device is this one.
@Command(
        name = "init",
        description = "Found a pool with this device as its first.",
        sortOptions = false)
final class Init extends Action {

    @Mixin private final Start start = new Start();

    @Option(
            names = "--phrase-file",
            paramLabel = "FILE",
            description = "write the 24 recovery words to this file, which must not exist")
    private @Nullable Path phraseFile;

    Init(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException {
        if (phraseFile == null && (main.json() || !main.terminal().interactive())) {
            throw usage(
                    "The 24 recovery words have nowhere to go.",
                    "Name a file for them with --phrase-file, or run this on a terminal.");
        }
        var beginning = start.beginning(main.surroundings().environment());
        try {
            main.device().init(beginning, this::handOver);
        } catch (UncheckedIOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "The recovery words cannot be written to " + phraseFile + ".",
                            "Name a file that does not exist yet, in a directory you may write"
                                    + " to."),
                    e);
        }
        main.answer(() -> document(beginning.name()), out -> tell(out, beginning.name()));
        return Exit.DONE;
    }

    private void handOver(List<String> words) {
        if (phraseFile != null) {
            PhraseFile.create(phraseFile.toAbsolutePath(), words);
            return;
        }
        var out = main.terminal().out();
        out.println("These 24 words bring everything back when all devices are lost. Write them");
        out.println("down on paper; they are not shown again, and no device keeps them.");
        out.println();
        for (int row = 0; row < words.size(); row += 4) {
            for (int i = row; i < Math.min(row + 4, words.size()); i++) {
                out.printf("  %2d %-12s", i + 1, words.get(i));
            }
            out.println();
        }
        out.println();
        out.flush();
    }

    private JsonObject document(String name) {
        var document = new JsonObject();
        document.addProperty("name", name);
        document.addProperty("phrase_file", phraseFile == null ? null : phraseFile.toString());
        return document;
    }

    private void tell(PrintStream out, String name) {
        if (main.silent()) {
            return;
        }
        out.println("This device is " + Plain.text(name) + ", the first of a pool of its own.");
        if (phraseFile != null) {
            out.println(
                    "The 24 recovery words are in "
                            + Plain.text(phraseFile.toString())
                            + "; put them on paper and remove the file.");
        }
        out.println(
                "Start it with `holdfast start`, then let another device in with"
                        + " `holdfast invite`.");
    }
}
