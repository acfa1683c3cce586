package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.Standing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Which files of a linked folder are executable. Where the file system does not keep that, what it
/// shows is no person's doing: a file is then what it was when both sides had the same, else what
/// the volume says of it, else not executable.
final class KeptModes implements FolderLook.Modes {

    private static final Logger LOG = LoggerFactory.getLogger(KeptModes.class);

    private final Trials trials;
    private final LinkedFolder folder;
    private final Observations before;
    private final Function<EntryPath, Optional<Shown>> volume;
    private Optional<Boolean> isKept = Optional.empty();

    /// Folders that were tried out, of all that this device has. Each is, once.
    static final class Trials {

        /// Folders that are remembered. A device has few.
        private static final int FOLDERS_MAX = 64;

        private final Map<String, Boolean> known = new ConcurrentHashMap<>();

        /// Whether a folder keeps who is executable. One in which nothing can be written is
        /// believed.
        private boolean keep(LinkedFolder folder, String root) throws IOException {
            var answer = known.get(root);
            if (answer == null) {
                answer = tried(folder);
                if (known.size() >= FOLDERS_MAX) {
                    known.clear();
                }
                known.put(root, answer);
            }
            return answer;
        }

        private static boolean tried(LinkedFolder folder) throws IOException {
            boolean isKept = folder.keepsExecutable().orElse(true);
            if (!isKept) {
                LOG.info("{} does not keep which files are executable.", folder.path());
            }
            return isKept;
        }
    }

    /// @param volume what it shows at a place of the folder
    KeptModes(
            Trials trials,
            LinkedFolder folder,
            Observations before,
            Function<EntryPath, Optional<Shown>> volume) {
        this.trials = trials;
        this.folder = folder;
        this.before = before;
        this.volume = volume;
    }

    @Override
    public boolean isExecutable(EntryPath path, Standing standing) throws IOException {
        boolean isShown = standing.executable();
        var known = known(path, standing);
        if (known.filter(before -> before == isShown).isPresent() || isKept()) {
            return isShown;
        }
        return known.or(() -> volume.apply(path).flatMap(Item::of).flatMap(KeptModes::executable))
                .orElse(false);
    }

    private boolean isKept() throws IOException {
        if (isKept.isEmpty()) {
            isKept = Optional.of(trials.keep(folder, folder.root(before.root())));
        }
        return isKept.get();
    }

    private Optional<Boolean> known(EntryPath path, Standing standing) {
        return before.at(path)
                .or(() -> before.place(standing.sight()).flatMap(before::at))
                .map(Agreed::item)
                .flatMap(KeptModes::executable);
    }

    private static Optional<Boolean> executable(Item item) {
        return item instanceof Item.File file ? Optional.of(file.executable()) : Optional.empty();
    }
}
