package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Value;

import java.util.List;

/// `mkdir VOLUME:/PATH…`: directories, and those above them that are missing.
final class MkDir extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/PATH");

    MkDir(Holdfast main) {
        super(main, "mkdir");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return new Each(main).run(places.get(), Command.MakeDirectory::new);
    }
}
