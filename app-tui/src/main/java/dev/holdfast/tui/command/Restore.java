package dev.holdfast.tui.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `restore VOLUME:/PATH --at TIME [VOLUME:/DEST]`: a file or a directory as it stood.
final class Restore extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/PATH [VOLUME:/DEST]");
    private final Value<Optional<Instant>> at = option("--at", "TIME", Converters::moment);
    private final Flag exact = flag("--exact");

    Restore(Holdfast main) {
        super(main, "restore");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var all = places.get();
        if (all.size() > 2) {
            throw usage(Words.say("restore.many"), Words.say("restore.many.do"));
        }
        if (at.get().isEmpty()) {
            throw usage(Words.say("restore.when"), Words.say("restore.when.do"));
        }
        var to = all.stream().skip(1).findFirst();
        var restored = ask(new Command.Restore(all.getFirst(), at.get().get(), to, exact.isSet()));
        main.answer(() -> document(restored), out -> {});
        main.remark(
                Words.say(
                        "restore.done",
                        Words.count("entry", restored.entries()),
                        String.valueOf(restored.same()),
                        String.valueOf(restored.removed())));
        var err = main.terminal().err();
        restored.gone().forEach(path -> err.println(Words.say("restore.gone", Plain.text(path))));
        return exit(restored);
    }

    private static int exit(Outcome.Restored restored) {
        if (restored.gone().isEmpty()) {
            return Exit.DONE;
        }
        return restored.entries() + restored.same() > 0 ? Exit.PARTLY : Exit.FAILED;
    }

    private static JsonObject document(Outcome.Restored restored) {
        var document = Entries.document(restored.entries());
        document.addProperty("same", restored.same());
        document.addProperty("removed", restored.removed());
        document.add("gone", Json.array(restored.gone(), JsonPrimitive::new));
        return document;
    }
}
