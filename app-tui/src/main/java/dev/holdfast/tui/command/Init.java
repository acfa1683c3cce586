package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

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
            throw usage(Words.say("init.nowhere"), Words.say("init.nowhere.do"));
        }
        var beginning = start.beginning(main.surroundings().environment());
        try {
            main.device().entry().init(beginning, words -> handOver(words, file));
        } catch (UncheckedIOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            Words.say("init.unwritten", file.orElseThrow()),
                            Words.say("init.unwritten.do")),
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
        out.println(Words.say("init.phrase"));
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
        out.println(Words.say("init.done", Plain.text(name)));
        if (file.isPresent()) {
            out.println(Words.say("init.file", Plain.text(file.get().toString())));
        }
        out.println(Words.say("init.next"));
    }
}
