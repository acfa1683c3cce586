package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/// `init`: a pool whose first device is this one.
final class Init extends Action {

    private final Start start = new Start(this);
    private final Value<Optional<Path>> phraseFile = path("--phrase-file", "FILE");
    private final Value<Optional<Path>> phrasePage = path("--phrase-page", "FILE");

    Init(Holdfast main) {
        super(main, "init");
    }

    @Override
    public Integer call() throws NodeException {
        var paper = new OnPaper(main, phraseFile.get(), phrasePage.get());
        if (paper.isNowhere()) {
            throw usage(Words.say("init.nowhere"), Words.say("init.nowhere.do"));
        }
        var beginning = start.beginning(main.surroundings().environment());
        try {
            main.device().entry().init(beginning, words -> paper.take(beginning.name(), words));
        } catch (OnPaper.UnwrittenException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            Words.say("init.unwritten", e.file()),
                            Words.say("init.unwritten.do")),
                    e);
        }
        paper.end();
        main.answer(() -> document(beginning.name()), out -> tell(out, beginning.name()));
        start.compare(main);
        return Exit.DONE;
    }

    private JsonObject document(String name) {
        var document = new JsonObject();
        document.addProperty("name", name);
        document.addProperty("phrase_file", phraseFile.get().map(Path::toString).orElse(null));
        document.addProperty("phrase_page", phrasePage.get().map(Path::toString).orElse(null));
        return document;
    }

    private void tell(PrintStream out, String name) {
        if (main.silent()) {
            return;
        }
        out.println(Words.say("init.done", Plain.text(name)));
        phraseFile
                .get()
                .ifPresent(
                        file -> out.println(Words.say("init.file", Plain.text(file.toString()))));
        phrasePage
                .get()
                .ifPresent(
                        file -> out.println(Words.say("init.page", Plain.text(file.toString()))));
        out.println(Words.say("init.next"));
    }
}
