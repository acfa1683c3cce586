package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Value;

/// `mv FROM TO`: another name, the same content; nothing is sent again.
final class Mv extends Action {

    private final Value<VolumePath> from = place("from", "VOLUME:/FROM");
    private final Value<VolumePath> to = place("to", "VOLUME:/TO");

    Mv(Holdfast main) {
        super(main, "mv");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.Move(from.get(), to.get()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        return Exit.DONE;
    }
}
