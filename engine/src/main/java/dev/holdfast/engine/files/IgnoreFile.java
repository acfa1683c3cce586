package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.IgnoreRules;
import dev.holdfast.engine.core.sync.IgnoreRules.UnfitException;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.Standing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules of what is left alone in a linked folder: those in the folder and, as long as the
/// volume has others, those too. What either leaves alone neither comes nor goes.
record IgnoreFile(Linked link, LinkedFolder folder, ContentReader reader) {

    private static final Logger LOG = LoggerFactory.getLogger(IgnoreFile.class);

    /// @throws NodeException when it cannot be known what is to be left alone: then nothing is done
    List<IgnoreRules> rules(Trees.Volume volume, Optional<Agreed> agreed)
            throws IOException, NodeException, InterruptedException {
        var standing = folder.look(IgnoreRules.FILE);
        var shown = Optional.ofNullable(volume.shown().get(IgnoreRules.FILE));
        boolean isOther = !wrote(shown).equals(agreed.flatMap(Agreed::wrote));
        var there =
                shown.filter(_ -> isOther || !isAsAgreed(standing, agreed))
                        .flatMap(IgnoreFile::file);
        if (standing.isEmpty()) {
            return there.isPresent() ? List.of(read(there.get())) : List.of();
        }
        try {
            var rules = new ArrayList<>(List.of(here(standing.get())));
            if (there.isPresent()) {
                there(there.get()).ifPresent(rules::add);
            }
            return rules;
        } catch (NodeException e) {
            if (there.isPresent() && isOther && isUntouched(standing.get(), agreed)) {
                return List.of(read(there.get()));
            }
            throw e;
        }
    }

    /// Whether both sides have the rules that they had when they last had the same.
    static boolean isInStep(Optional<Sight> here, Optional<Shown> there, Optional<Agreed> agreed) {
        return here.equals(agreed.map(Agreed::sight))
                && wrote(there).equals(agreed.flatMap(Agreed::wrote));
    }

    private static Optional<Dot> wrote(Optional<Shown> shown) {
        return shown.flatMap(Shown::version).map(EntryVersion::dot);
    }

    private static boolean isAsAgreed(Optional<Standing> standing, Optional<Agreed> agreed) {
        return standing.map(Standing::sight).equals(agreed.map(Agreed::sight));
    }

    /// Whether nobody has changed the folder's rules here: those that cannot be followed give way
    /// to those that somebody has mended elsewhere.
    private static boolean isUntouched(Standing standing, Optional<Agreed> agreed) {
        return agreed.filter(then -> then.sight().isSameContentAs(standing.sight())).isPresent();
    }

    private IgnoreRules here(Standing standing) throws IOException, NodeException {
        if (standing.kind() != Found.Kind.FILE) {
            throw unfit(link.directory() + "/", "it is no file", null);
        }
        try (ReadableByteChannel channel =
                folder.directory(IgnoreRules.FILE.parent(), false).read(name())) {
            return IgnoreRules.read(FolderLook.all(channel, IgnoreRules.BYTES_MAX));
        } catch (UnfitException e) {
            throw unfit(link.directory() + "/", e.why(), e);
        }
    }

    private static String name() {
        return IgnoreRules.FILE.text();
    }

    private static Optional<Entry.File> file(Shown shown) {
        return GetVerb.kind(shown)
                .flatMap(k -> k instanceof Entry.File file ? Optional.of(file) : Optional.empty());
    }

    /// The volume's rules beside those of the folder. Those that cannot be had or followed are left
    /// out: so a person can mend them in the folder.
    private Optional<IgnoreRules> there(Entry.File file)
            throws IOException, NodeException, InterruptedException {
        try {
            return Optional.of(read(file));
        } catch (NodeException e) {
            if (e.problem().code() == Problem.Code.CANCELLED) {
                throw e;
            }
            LOG.debug("The volume's rules are not known.", e);
            return Optional.empty();
        }
    }

    private IgnoreRules read(Entry.File file)
            throws IOException, NodeException, InterruptedException {
        try {
            if (file.content().length() > IgnoreRules.BYTES_MAX) {
                throw new UnfitException(
                        "it has more than %d bytes".formatted(IgnoreRules.BYTES_MAX));
            }
            var bytes = ByteBuffer.allocate((int) file.content().length());
            reader.read(file.content(), (each, _) -> bytes.put(each));
            return IgnoreRules.read(bytes.flip());
        } catch (UnfitException e) {
            throw unfit(link.at() + "/", e.why(), e);
        }
    }

    private static NodeException unfit(String where, String why, @Nullable Exception cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.REFUSED,
                        "What is to be left alone is not known: %s%s cannot be followed, for %s."
                                .formatted(where, name(), why),
                        "Mend the file in the folder, or remove it."),
                cause);
    }
}
