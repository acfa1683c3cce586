package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Counts;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;

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
            return Counts.text(files, "file") + ", " + Sizes.text(bytes);
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
        main.remark("%s is removed, with %s.".formatted(Plain.text(name), loss));
        return Exit.DONE;
    }

    private static Loss loss(Node node, String name) throws NodeException, InterruptedException {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
            throw usage(
                    "\"" + name + "\" cannot name a volume.", "`holdfast volume list` shows them.");
        }
        var files =
                Rows.all(node, new VolumePath(name, "/"), true).stream()
                        .filter(row -> row.kind() == Kind.FILE)
                        .toList();
        return new Loss(files.size(), files.stream().mapToLong(Row::size).sum());
    }

    private void confirm(String name, Loss loss) throws NodeException {
        if (!main.terminal().interactive() || main.json()) {
            throw usage(
                    name + " holds " + loss + ".", "Add --yes to remove it without a question.");
        }
        var said =
                main.question(
                        "%s holds %s. Type its name to remove it: "
                                .formatted(Plain.text(name), loss));
        if (!said.equals(name)) {
            throw usage("That is not its name; nothing was removed.", "Run the command again.");
        }
    }
}
