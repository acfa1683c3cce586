package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;

import java.util.List;

/// `rm VOLUME:/PATH…`: entries out of their volume.
final class Rm extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/PATH");
    private final Flag recursive = flag("-r", "--recursive");

    Rm(Holdfast main) {
        super(main, "rm");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return new Each(main)
                .run(places.get(), place -> new Command.Remove(place, recursive.isSet()));
    }
}
