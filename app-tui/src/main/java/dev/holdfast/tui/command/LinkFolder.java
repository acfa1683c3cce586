package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.util.List;

/// `link DIR VOLUME:[/PATH]`: a directory of this machine that is kept in step with a volume.
final class LinkFolder extends Action {

    private final Value<String> directory = argument("directory", "DIR", Converters::text);
    private final Value<VolumePath> at = place("place", "VOLUME:[/PATH]");
    private final Value<Outcome.Mode> mode = choice("--mode", "MODE", Outcome.Mode.BOTH);

    private final Value<List<String>> only = options("--only", "SUBTREE");

    LinkFolder(Holdfast main) {
        super(main, "link");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return open(
                (node, watch) -> {
                    var command =
                            new Command.Link(
                                    absolute(directory.get()), at.get(), mode.get(), only.get());
                    var link = node.run(command, watch);
                    main.answer(() -> Json.link(link), out -> {});
                    main.remark(
                            Words.say(
                                    "link.done",
                                    Plain.text(link.directory()),
                                    Plain.text(link.at().toString())));
                    if (!node.status().device().running()) {
                        main.remark(Words.say("link.asleep"));
                    }
                    return Exit.DONE;
                });
    }
}
