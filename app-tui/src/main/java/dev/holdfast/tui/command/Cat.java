package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `cat VOLUME:/PATH…`: files to standard output, one after the other.
@Command(name = "cat", description = "Write files of the pool to standard output.")
final class Cat extends Action {

    @Parameters(
            arity = "1..*",
            paramLabel = "VOLUME:/PATH",
            converter = Converters.Place.class,
            description = "what to write")
    private List<VolumePath> places = new ArrayList<>();

    Cat(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        for (var place : places) {
            new Streamed(main).print(place);
        }
        return Exit.DONE;
    }
}
