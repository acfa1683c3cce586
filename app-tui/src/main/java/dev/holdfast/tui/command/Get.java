package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Instant;
import java.util.Optional;

/// `get VOLUME:/PATH [DEST]`: from the pool to this machine.
final class Get extends Action {

    private final Value<VolumePath> from = place("from", "VOLUME:/PATH");
    private final Value<Optional<Instant>> asOf = option("--at", "TIME", Converters::moment);
    private final Value<String> to = argument("to", "DEST", ".", Converters::text);

    Get(Holdfast main) {
        super(main, "get");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var place = from.get();
        if (to.get().equals("-")) {
            return new Streamed(main).print(place, asOf.get());
        }
        return open((node, watch) -> fetch(node, watch, place));
    }

    private int fetch(Node node, Watch watch, VolumePath place)
            throws NodeException, InterruptedException {
        var fetched = node.run(new Command.Get(place, absolute(to.get()), asOf.get()), watch);
        watch.close();
        main.answer(
                () -> {
                    var document = Json.fetched(fetched);
                    Json.addMissed(document, watch.missed());
                    return document;
                },
                out -> {});
        if (fetched.files() > 0 || watch.missed().isEmpty()) {
            main.remark(
                    Words.say(
                            "get.done",
                            Words.count("file", fetched.files()),
                            Sizes.text(fetched.bytes()),
                            Spans.text(fetched.took())));
        }
        new Misses(main).tell(watch.missed());
        return Misses.exit(fetched.files(), watch.missed());
    }
}
