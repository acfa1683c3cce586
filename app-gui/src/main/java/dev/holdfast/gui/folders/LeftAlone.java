package dev.holdfast.gui.folders;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// What a linked folder is to leave alone, as the person sees and edits it.
///
/// @param file where in the pool it is written down
/// @param text a pattern a line
/// @param version that the person sees; [Command#NOTHING] where nothing was written down yet
public record LeftAlone(VolumePath file, String text, String version) {

    /// Where a folder's rules are, below its place.
    private static final String NAME = "/.holdfastignore";

    /// Bytes of rules that a folder follows.
    static final int BYTES_MAX = 64 << 10;

    static VolumePath file(VolumePath folder) {
        return new VolumePath(folder.volume(), folder.path().replaceAll("/+$", "") + NAME);
    }

    /// Reads what is written down.
    static LeftAlone read(Node node, VolumePath file) throws NodeException, InterruptedException {
        try {
            var row = node.run(new Command.Describe(file), event -> {}).row();
            if (row.size() > BYTES_MAX) {
                throw new NodeException(tooLong(), null);
            }
            var part = new Command.Part(0, BYTES_MAX);
            var bytes = new ByteArrayOutputStream();
            var wanted = Optional.of(row.version());
            node.run(new Command.GetStream(file, part, wanted, bytes), event -> {});
            return new LeftAlone(file, bytes.toString(StandardCharsets.UTF_8), row.version());
        } catch (NodeException e) {
            if (e.problem().code() != Problem.Code.NO_SUCH) {
                throw e;
            }
            return new LeftAlone(file, "", Command.NOTHING);
        }
    }

    static Problem tooLong() {
        return new Problem(Problem.Code.REFUSED, say("alone.long"), say("alone.long.do"));
    }

    /// Writes other rules down, unless somebody has changed them since they were read.
    Command.PutStream written(String now) {
        return new Command.PutStream(
                new ByteArrayInputStream(now.getBytes(StandardCharsets.UTF_8)),
                file,
                Optional.of(new WaitPolicy.Local()),
                Duration.ZERO,
                Optional.of(version));
    }
}
