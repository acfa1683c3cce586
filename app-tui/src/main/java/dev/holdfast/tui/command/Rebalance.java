package dev.holdfast.tui.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.words.Words;

/// `rebalance`: moves copies that belong on other devices there, now.
final class Rebalance extends Action {

    Rebalance(Holdfast main) {
        super(main, "rebalance");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var moved = ask(new Command.Rebalance());
        var size = Sizes.text(moved.movedBytes());
        main.answer(
                () -> document(moved),
                out ->
                        out.println(
                                moved.movedChunks() == 0
                                        ? Words.say("rebalance.none")
                                        : Words.say("rebalance.moved", moved.movedChunks(), size)));
        if (moved.leftChunks() == 0) {
            return Exit.DONE;
        }
        var left = Sizes.text(moved.leftBytes());
        main.warn(
                moved.away().isEmpty()
                        ? Words.say("rebalance.left", left)
                        : Words.say(
                                "rebalance.away",
                                left,
                                Plain.text(String.join(", ", moved.away()))));
        return Exit.FEWER_COPIES;
    }

    private static JsonObject document(Outcome.Rebalanced moved) {
        var document = new JsonObject();
        document.addProperty("moved_chunks", moved.movedChunks());
        document.addProperty("moved_bytes", moved.movedBytes());
        document.addProperty("left_chunks", moved.leftChunks());
        document.addProperty("left_bytes", moved.leftBytes());
        document.add("away", Json.array(moved.away(), JsonPrimitive::new));
        document.addProperty("seconds", Json.seconds(moved.took()));
        return document;
    }
}
