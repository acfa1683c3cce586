package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `cat VOLUME:/PATH…`: files to standard output, one after the other.
final class Cat extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/PATH");

    private final Value<Optional<Instant>> asOf = option("--at", "TIME", Converters::moment);

    Cat(Holdfast main) {
        super(main, "cat");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        for (var place : places.get()) {
            new Streamed(main).print(place, asOf.get());
        }
        return Exit.DONE;
    }
}
