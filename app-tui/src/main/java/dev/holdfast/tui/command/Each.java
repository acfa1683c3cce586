package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The same for several places; one that fails does not stop the others.
record Each(Holdfast main) {

    int run(List<VolumePath> places, Function<VolumePath, Command<Outcome.Changed>> command)
            throws NodeException, InterruptedException {
        var missed = new ArrayList<Event.Missed>();
        long entries = 0;
        try (var node = main.device().node()) {
            for (var place : places) {
                try {
                    entries += node.run(command.apply(place), event -> {}).entries();
                } catch (NodeException e) {
                    if (places.size() == 1 || e.problem().code() == Problem.Code.CANCELLED) {
                        throw e;
                    }
                    missed.add(new Event.Missed(place.toString(), e.problem()));
                }
            }
        }
        var document = Entries.document(entries);
        Json.addMissed(document, missed);
        main.answer(() -> document, out -> {});
        new Misses(main).tell(missed);
        return Misses.exit(places.size() - missed.size(), missed);
    }
}
