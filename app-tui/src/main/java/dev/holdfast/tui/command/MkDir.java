package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `mkdir VOLUME:/PATH…`: directories, and those above them that are missing.
@CommandLine.Command(name = "mkdir", description = "Make directories, with those above them.")
final class MkDir extends Action {

    @Parameters(
            arity = "1..*",
            paramLabel = "VOLUME:/PATH",
            converter = Converters.Place.class,
            description = "what to make")
    private List<VolumePath> places = new ArrayList<>();

    MkDir(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return new Each(main).run(places, Command.MakeDirectory::new);
    }
}
