package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Value;

import java.util.List;

/// `cat VOLUME:/PATH…`: files to standard output, one after the other.
final class Cat extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/PATH");

    Cat(Holdfast main) {
        super(main, "cat");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        for (var place : places.get()) {
            new Streamed(main).print(place);
        }
        return Exit.DONE;
    }
}
