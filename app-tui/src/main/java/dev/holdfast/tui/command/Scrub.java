package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `scrub`: reads all that is kept here, and has what is damaged made good.
final class Scrub extends Action {

    /// Files that are told one by one.
    private static final int TOLD_MAX = 20;

    Scrub(Holdfast main) {
        super(main, "scrub");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var read = ask(new Command.Scrub(true));
        long hurt = read.damaged() + read.missing();
        main.answer(() -> document(read), out -> tell(out, read));
        if (read.repaired() < hurt) {
            main.warn(Words.say(read.alone() > 0 ? "scrub.alone" : "scrub.waits"));
        }
        if (read.repaired() == hurt) {
            return Exit.DONE;
        }
        return read.alone() > 0 ? Exit.FAILED : Exit.FEWER_COPIES;
    }

    private static JsonObject document(Outcome.Scrubbed read) {
        var document = new JsonObject();
        document.addProperty("checked_bytes", read.checkedBytes());
        document.addProperty("checked_chunks", read.checkedChunks());
        document.addProperty("damaged", read.damaged());
        document.addProperty("missing", read.missing());
        document.addProperty("alone", read.alone());
        document.addProperty("repaired", read.repaired());
        document.addProperty("from_folders", read.fromFolders());
        document.add("files", Json.array(read.files(), Scrub::document));
        document.addProperty("seconds", Json.seconds(read.took()));
        return document;
    }

    private static JsonObject document(Outcome.Hurt file) {
        var document = new JsonObject();
        document.addProperty("path", file.path());
        document.addProperty("chunks", file.chunks());
        document.addProperty("copies", file.copies());
        document.addProperty("back", file.back());
        return document;
    }

    private static void tell(PrintStream out, Outcome.Scrubbed read) {
        var size = Sizes.text(read.checkedBytes());
        out.println(
                read.damaged() + read.missing() == 0
                        ? Words.say("scrub.sound", size)
                        : Words.say(
                                "scrub.hurt",
                                size,
                                read.damaged(),
                                read.missing(),
                                read.repaired()));
        if (read.fromFolders() > 0) {
            out.println(Words.say("scrub.folders", read.fromFolders()));
        }
        read.files().stream()
                .limit(TOLD_MAX)
                .forEach(file -> out.println(Words.say(word(file), Plain.text(file.path()))));
        if (read.files().size() > TOLD_MAX) {
            out.println(Words.say("scrub.more", read.files().size() - TOLD_MAX));
        }
    }

    private static String word(Outcome.Hurt file) {
        if (file.copies() > 0) {
            return "scrub.file";
        }
        return file.back() ? "scrub.file.back" : "scrub.file.alone";
    }
}
