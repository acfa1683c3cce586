package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.List;

/// `volume list`: the pool's volumes and how each is kept.
final class ListVolumes extends Action {

    ListVolumes(Holdfast main) {
        super(main, "list");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var volumes = ask(new Command.ListVolumes()).volumes();
        main.answer(() -> Json.array(volumes, Json::volume), out -> tell(out, volumes));
        return Exit.DONE;
    }

    private void tell(PrintStream out, List<Outcome.Volume> volumes) {
        var table = new Table(Words.titles("volume.titles"));
        for (var volume : volumes) {
            table.row(
                    Plain.text(volume.name()),
                    Integer.toString(volume.copies()),
                    volume.chunkBytes().isPresent()
                            ? Sizes.text(volume.chunkBytes().getAsInt())
                            : Words.say("volume.content"),
                    volume.policy().toString(),
                    Spans.word(volume.keep()),
                    Spans.word(volume.daily()));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }
}
