package dev.holdfast.tui.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `collect`: gives back now the room of what was deleted or replaced, and says what waits for
/// whom.
final class Collect extends Action {

    private final Flag confirm = flag("--confirm");
    private final Flag release = flag("--release");
    private final Flag list = flag("--list");

    Collect(Holdfast main) {
        super(main, "collect");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var collected = ask(new Command.Collect(confirm.isSet(), release.isSet()));
        main.answer(() -> document(collected), out -> print(collected, out));
        return Exit.DONE;
    }

    private static JsonObject document(Outcome.Collected collected) {
        var document = new JsonObject();
        document.addProperty("chunks", collected.chunks());
        document.addProperty("bytes", collected.bytes());
        document.addProperty("waiting_chunks", collected.waitingChunks());
        document.addProperty("waiting_bytes", collected.waitingBytes());
        document.add("orphans", Json.array(collected.orphans(), JsonPrimitive::new));
        document.add("waits", Json.array(collected.waits(), JsonPrimitive::new));
        return document;
    }

    private void print(Outcome.Collected collected, PrintStream out) {
        out.println(
                Words.say(
                        "collect.done",
                        Words.count("chunk", collected.chunks()),
                        Sizes.text(collected.bytes())));
        if (collected.waitingChunks() > 0) {
            out.println(
                    Words.say(
                            "collect.waits",
                            Words.count("chunk", collected.waitingChunks()),
                            Sizes.text(collected.waitingBytes())));
        }
        if (list.isSet()) {
            collected.orphans().forEach(out::println);
        }
        collected.waits().forEach(why -> out.println(Plain.text(why)));
    }
}
