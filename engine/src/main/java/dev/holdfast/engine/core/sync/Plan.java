package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /// True when folder and volume have the same, as far as it goes.
    public boolean isDone() {
        return actions.isEmpty() && brake.isEmpty();
    }

    /// Why a place is not in step, and no step is taken there.
    public record Problem(EntryPath path, Reason reason) {}

    public enum Reason {
        /// It could not be read, or was being changed.
        UNREAD,
        /// A directory that was on a disk of its own is empty and on another one.
        DISK_AWAY,
        /// The folder's file system takes its name for that of another file.
        CASE_CLASH,
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
    }
}
