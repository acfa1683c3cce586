package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Value;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `init`: a pool whose first device is this one.
final class Init extends Action {

    private final Start start = new Start(this);
    private final Value<Optional<Path>> phraseFile = path("--phrase-file", "FILE");

    Init(Holdfast main) {
        super(main, "init");
    }

    @Override
    public Integer call() throws NodeException {
        var file = phraseFile.get();
        if (file.isEmpty() && (main.json() || !main.terminal().interactive())) {
            throw usage(
                    "The 24 recovery words have nowhere to go.",
                    "Name a file for them with --phrase-file, or run this on a terminal.");
        }
        var beginning = start.beginning(main.surroundings().environment());
        try {
            main.device().init(beginning, words -> handOver(words, file));
        } catch (UncheckedIOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "The recovery words cannot be written to " + file.orElseThrow() + ".",
                            "Name a file that does not exist yet, in a directory you may write"
                                    + " to."),
                    e);
        }
        main.answer(
                () -> document(beginning.name(), file), out -> tell(out, beginning.name(), file));
        return Exit.DONE;
    }

    private void handOver(List<String> words, Optional<Path> file) {
        if (file.isPresent()) {
            PhraseFile.create(file.get().toAbsolutePath(), words);
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

    private JsonObject document(String name, Optional<Path> file) {
        var document = new JsonObject();
        document.addProperty("name", name);
        document.addProperty("phrase_file", file.map(Path::toString).orElse(null));
        return document;
    }

    private void tell(PrintStream out, String name, Optional<Path> file) {
        if (main.silent()) {
            return;
        }
        out.println("This device is " + Plain.text(name) + ", the first of a pool of its own.");
        if (file.isPresent()) {
            out.println(
                    "The 24 recovery words are in "
                            + Plain.text(file.get().toString())
                            + "; put them on paper and remove the file.");
        }
        out.println(
                "Start it with `holdfast start`, then let another device in with"
                        + " `holdfast invite`.");
    }
}
