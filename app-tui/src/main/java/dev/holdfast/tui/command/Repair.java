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

import java.util.List;

/// `repair`: makes the copies that are owed, now.
final class Repair extends Action {

    Repair(Holdfast main) {
        super(main, "repair");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var repaired = ask(new Command.Repair());
        var size = Sizes.text(repaired.sentBytes());
        main.answer(
                () -> document(repaired),
                out ->
                        out.println(
                                repaired.made() == 0
                                        ? Words.say("repair.none")
                                        : Words.say("repair.made", repaired.made(), size)));
        if (repaired.owed() == 0) {
            return Exit.DONE;
        }
        main.warn(Words.say("repair.owed", repaired.owed()));
        warnOf("repair.away", repaired.away());
        warnOf("repair.full", repaired.full());
        return Exit.FEWER_COPIES;
    }

    private void warnOf(String key, List<String> devices) {
        if (!devices.isEmpty()) {
            main.warn(Words.say(key, Plain.text(String.join(", ", devices))));
        }
    }

    private static JsonObject document(Outcome.Repaired repaired) {
        var document = new JsonObject();
        document.addProperty("made", repaired.made());
        document.addProperty("sent_bytes", repaired.sentBytes());
        document.addProperty("owed", repaired.owed());
        document.add("away", Json.array(repaired.away(), JsonPrimitive::new));
        document.add("full", Json.array(repaired.full(), JsonPrimitive::new));
        document.addProperty("seconds", Json.seconds(repaired.took()));
        return document;
    }
}
