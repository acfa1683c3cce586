package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.MoveInVolume;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.core.sync.Action.RemoveInVolume;
import dev.holdfast.engine.core.sync.Action.Upload;
import dev.holdfast.engine.core.tree.Shown;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is to be done now so that folder and volume come to the same.
///
/// @param actions in an order in which they can be done
/// @param brake why nothing is done of all that before a person has agreed to it
/// @param shelved files of the folder that the volume is to have in its history before they are
///   replaced, and the names under which they are to come and go there
public record Plan(
        List<Action> actions,
        List<Problem> problems,
        Optional<Brake> brake,
        SortedMap<EntryPath, EntryPath> shelved) {

    public Plan {
        actions = List.copyOf(actions);
        problems = List.copyOf(problems);
        shelved = Collections.unmodifiableSortedMap(new TreeMap<>(shelved));
    }

    public Plan(List<Action> actions, List<Problem> problems, Optional<Brake> brake) {
        this(actions, problems, brake, new TreeMap<>());
    }

    /// What these three trees ask for.
    public static Plan of(Trees trees, Rules rules) {
        return Planner.plan(trees, rules);
    }

    /// True when folder and volume have the same, as far as it goes.
    public boolean isDone() {
        return actions.isEmpty() && brake.isEmpty();
    }

    /// Why a place is not in step, and no step is taken there.
    ///
    /// @param other the place whose name is in the way, or under which it is seen
    public record Problem(EntryPath path, Reason reason, Optional<EntryPath> other) {

        public Problem(EntryPath path, Reason reason) {
            this(path, reason, Optional.empty());
        }
    }

    public enum Reason {
        /// It could not be read, or was being changed.
        UNREAD,
        /// A directory that was on a disk of its own is empty and on another one.
        DISK_AWAY,
        /// The folder's file system takes its name for that of another file.
        CASE_CLASH,
        /// The folder's file system shows it without its capital letters.
        CASE_LOST,
        /// The volume shows less than this folder has seen of it: what is missing is awaited.
        VOLUME_BEHIND,
        /// It was changed in the folder, which only receives.
        NOT_SENT,
        /// It was changed in the volume, and the folder only sends.
        NOT_TAKEN
    }

    /// Why a person is asked first.
    public sealed interface Brake {

        /// The directory is gone, or another one or another disk is in its place.
        record RootLost() implements Brake {}

        /// Nothing is left in the folder.
        record Emptied(long files) implements Brake {}

        /// Much would be deleted or replaced.
        ///
        /// @param inFolder files that would be in the folder
        /// @param inVolume files that would be in the volume
        /// @param of so many in all
        record Many(long inFolder, long inVolume, long of) implements Brake {}

        /// The others did without this device, and removed meanwhile what stands in the folder.
        ///
        /// @param files that would go there
        record Missed(long files) implements Brake {}
    }

    /// What a volume may get of a folder before every file that is to be read has been: what the
    /// whole plan will say too, whatever the others hold. Only a place that nobody but the folder
    /// knows is among it, and only where no brake can come, the directories above are not changed
    /// otherwise, and the content is none that is missing elsewhere in the folder, for then it may
    /// be a rename.
    public static final class Ahead {

        /// Nothing: all waits for the whole plan.
        public static final Ahead NOTHING = new Ahead(List.of(), Set.of(), Set.of());

        /// The root of no content.
        private static final Hash NOBODYS = new Hash(0, 0, 0, 0);

        private final List<Upload> directories;
        private final Set<EntryPath> files;
        private final Set<Item> gone;

        private Ahead(List<Upload> directories, Set<EntryPath> files, Set<Item> gone) {
            this.directories = List.copyOf(directories);
            this.files = files;
            this.gone = Set.copyOf(gone);
        }

        /// What stands for a file in the trees until it is read: a content that nobody has.
        public static Item.File unread(long length, boolean executable) {
            return new Item.File(NOBODYS, length, executable);
        }

        private static boolean isUnread(Present here) {
            return here.item() instanceof Item.File(var root, _, _) && root.equals(NOBODYS);
        }

        /// @param trees in which what is not read yet stands as [#unread]
        public static Ahead of(Trees trees, Rules rules) {
            var plan = Plan.of(trees, rules);
            boolean isAsked =
                    switch (rules.answer()) {
                        case NONE -> Brakes.isNear(plan.actions(), trees, uncertain(trees));
                        case AGREED -> false;
                        case UNDO -> true;
                    };
            if (plan.brake().isPresent() || isAsked || !trees.lost().isEmpty()) {
                return NOTHING;
            }
            var gone = new HashSet<Item>();
            var fresh = new ArrayList<Upload>();
            var others = new TreeSet<EntryPath>();
            for (var action : plan.actions()) {
                switch (action) {
                    case Observed _ -> {}
                    case Upload upload when isFresh(upload, trees) -> fresh.add(upload);
                    case RemoveInVolume(var path, var shown) -> gone(path, shown, gone, others);
                    case MoveInVolume(var path, _, _, var shown) -> gone(path, shown, gone, others);
                    default -> others.add(action.path());
                }
            }
            fresh.removeIf(upload -> upload.path().isWithin(others));
            return of(fresh, gone);
        }

        private static Ahead of(List<Upload> fresh, Set<Item> gone) {
            var directories = new ArrayList<Upload>();
            var files = new HashSet<EntryPath>();
            for (var upload : fresh) {
                if (upload.here().item().isDirectory()) {
                    directories.add(upload);
                } else {
                    files.add(upload.path());
                }
            }
            return new Ahead(directories, files, gone);
        }

        private static void gone(
                EntryPath path, Shown shown, Set<Item> gone, Set<EntryPath> others) {
            Item.of(shown).ifPresent(gone::add);
            others.add(path);
        }

        /// Whether nobody but the folder knows of the place.
        private static boolean isFresh(Upload upload, Trees trees) {
            return upload.over().isEmpty()
                    && upload.beside().isEmpty()
                    && !trees.synced().agreed().containsKey(upload.path())
                    && (upload.here().item().isDirectory() || isUnread(upload.here()));
        }

        /// How many files more may turn out to be deleted or replaced.
        private static long uncertain(Trees trees) {
            return trees.folder().items().entrySet().stream()
                    .filter(each -> isUnread(each.getValue()))
                    .filter(each -> isKnown(each.getKey(), trees))
                    .count();
        }

        private static boolean isKnown(EntryPath path, Trees trees) {
            return trees.synced().agreed().containsKey(path)
                    || trees.volume().shown().containsKey(path);
        }

        /// Directories that the volume may get at once, each before those in it.
        public List<Upload> directories() {
            return directories;
        }

        /// The volume gets a file that was read; empty when that waits for the whole plan.
        public Optional<Upload> file(EntryPath path, Present here) {
            return files.contains(path) && !gone.contains(here.item())
                    ? Optional.of(new Upload(path, here, Optional.empty(), Optional.empty()))
                    : Optional.empty();
        }
    }
}
