package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `rm VOLUME:/PATH…`: entries out of their volume.
@CommandLine.Command(name = "rm", description = "Remove files, or with -r directories.")
final class Rm extends Action {

    @Parameters(
            arity = "1..*",
            paramLabel = "VOLUME:/PATH",
            converter = Converters.Place.class,
            description = "what to remove")
    private List<VolumePath> places = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "directories too, with all below")
    private boolean recursive;

    Rm(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return new Each(main).run(places, place -> new Command.Remove(place, recursive));
    }
}
