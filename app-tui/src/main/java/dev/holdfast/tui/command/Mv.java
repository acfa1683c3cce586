package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

import java.util.Objects;

/// `mv FROM TO`: another name, the same content; nothing is sent again.
@CommandLine.Command(name = "mv", description = "Rename or move within a volume.")
final class Mv extends Action {

    @Parameters(
            index = "0",
            paramLabel = "VOLUME:/FROM",
            converter = Converters.Place.class,
            description = "what to move")
    private @Nullable VolumePath from;

    @Parameters(
            index = "1",
            paramLabel = "VOLUME:/TO",
            converter = Converters.Place.class,
            description = "where to, as with mv")
    private @Nullable VolumePath to;

    Mv(Holdfast main) {
        super(main);
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var target = Objects.requireNonNull(to);
        var changed = ask(new Command.Move(Objects.requireNonNull(from), target));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        return Exit.DONE;
    }
}
