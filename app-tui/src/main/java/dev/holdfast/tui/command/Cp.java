package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.List;

/// `cp FROM… TO`: a second name for the same content, in one volume or from one to another.
final class Cp extends Action {

    private final Value<List<VolumePath>> places = places("VOLUME:/FROM... VOLUME:/TO");
    private final Flag recursive = flag("-r", "--recursive");

    Cp(Holdfast main) {
        super(main, "cp");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var all = places.get();
        if (all.size() < 2) {
            throw usage(Words.say("cp.nothing"), Words.say("cp.nothing.do"));
        }
        var sources = all.subList(0, all.size() - 1);
        var changed = ask(new Command.Copy(sources, all.getLast(), recursive.isSet()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        return Exit.DONE;
    }
}
