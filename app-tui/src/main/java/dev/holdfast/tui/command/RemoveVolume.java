package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `volume remove NAME`: a volume with all that is in it.
final class RemoveVolume extends Action {

    private final Value<String> volume = argument("volume", "VOLUME", Converters::text);
    private final Flag yes = flag("--yes");

    RemoveVolume(Holdfast main) {
        super(main, "remove");
    }

    /// What would be gone.
    private record Loss(long files, long bytes) {

        @Override
        public String toString() {
            return Words.say("volume.loss", Words.count("file", files), Sizes.text(bytes));
        }
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        return open((node, watch) -> remove(node));
    }

    private int remove(Node node) throws NodeException, InterruptedException {
        var name = volume.get();
        var loss = loss(node, name);
        if (!yes.isSet()) {
            confirm(name, loss);
        }
        var changed = node.run(new Command.RemoveVolume(name), event -> {});
        main.answer(
                () -> {
                    var document = Entries.document(changed.entries());
                    document.addProperty("files", loss.files());
                    return document;
                },
                out -> {});
        main.remark(Words.say("volume.removed", Plain.text(name), loss));
        return Exit.DONE;
    }

    private static Loss loss(Node node, String name) throws NodeException, InterruptedException {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
            throw usage(Words.say("volume.name", name), Words.say("volume.name.do"));
        }
        var files =
                Rows.all(node, new VolumePath(name, "/"), true).stream()
                        .filter(row -> row.kind() == Kind.FILE)
                        .toList();
        return new Loss(files.size(), files.stream().mapToLong(Row::size).sum());
    }

    private void confirm(String name, Loss loss) throws NodeException {
        if (!main.terminal().interactive() || main.json()) {
            throw usage(Words.say("volume.holds", name, loss), Words.say("volume.holds.do"));
        }
        var said = main.question(Words.say("volume.ask", Plain.text(name), loss) + " ");
        if (!said.equals(name)) {
            throw usage(Words.say("volume.other"), Words.say("volume.other.do"));
        }
    }
}
