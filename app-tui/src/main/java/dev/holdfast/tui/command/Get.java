package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Counts;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

import java.util.Objects;

/// `get VOLUME:/PATH [DEST]`: from the pool to this machine.
@CommandLine.Command(
        name = "get",
        description = "Fetch a file, or a directory and all below it, from the pool.")
final class Get extends Action {

    @Parameters(
            index = "0",
            paramLabel = "VOLUME:/PATH",
            converter = Converters.Place.class,
            description = "what to fetch")
    private @Nullable VolumePath from;

    @Parameters(
            index = "1",
            defaultValue = ".",
            paramLabel = "DEST",
            description = "where to, as with cp; `-` for standard output; here when not given")
    private String destination = ".";

    Get(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var place = Objects.requireNonNull(from);
        if (destination.equals("-")) {
            return new Streamed(main).print(place);
        }
        return open((node, watch) -> fetch(node, watch, place));
    }

    private int fetch(Node node, Watch watch, VolumePath place)
            throws NodeException, InterruptedException {
        var fetched = node.run(new Command.Get(place, absolute(destination)), watch);
        watch.close();
        main.answer(
                () -> {
                    var document = Json.fetched(fetched);
                    Json.addMissed(document, watch.missed());
                    return document;
                },
                out -> {});
        main.remark(
                "Fetched %s, %s, in %s."
                        .formatted(
                                Counts.text(fetched.files(), "file"),
                                Sizes.text(fetched.bytes()),
                                Spans.text(fetched.took())));
        new Misses(main).tell(watch.missed());
        return Misses.exit(fetched.files(), watch.missed());
    }
}
