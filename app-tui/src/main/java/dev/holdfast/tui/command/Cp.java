package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `cp FROM… TO`: a second name for the same content, in one volume or from one to another.
@CommandLine.Command(
        name = "cp",
        description = {
            "Copy files, or with -r directories, within the pool.",
            "Only names are sent: the copy shares the content and its time of change. Into a volume"
                    + " that keeps more copies, the missing ones are made."
        },
        customSynopsis = "holdfast cp [-r] VOLUME:/FROM... VOLUME:/TO",
        sortOptions = false)
final class Cp extends Action {

    @Parameters(
            arity = "2..*",
            hideParamSyntax = true,
            paramLabel = "VOLUME:/FROM... VOLUME:/TO",
            converter = Converters.Place.class,
            description = "what to copy; then where to, as with cp")
    private List<VolumePath> places = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "directories too, with all below")
    private boolean recursive;

    Cp(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var sources = places.subList(0, places.size() - 1);
        var changed = ask(new Command.Copy(sources, places.getLast(), recursive));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        return Exit.DONE;
    }
}
