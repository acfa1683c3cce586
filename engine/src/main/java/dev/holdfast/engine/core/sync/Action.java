package dev.holdfast.engine.core.sync;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Optional;

/// One step towards the same on both sides. Each says what it takes to stand where it acts, and is
/// left out when that is not so any more; the next look at the trees sees why. So it is harmless to
/// do a step twice, to do only some, or to be ended between any two.
public sealed interface Action {

    EntryPath path();

    /// Changes the volume.
    sealed interface InVolume extends Action {}

    /// Changes the folder.
    sealed interface InFolder extends Action {}

    /// Writes down what was observed.
    sealed interface Observed extends Action {}

    /// The volume gets what the folder has.
    ///
    /// @param over what the volume shows there
    /// @param beside when another version was made meanwhile: both are kept
    record Upload(EntryPath path, Present here, Optional<Shown> over, Optional<Beside> beside)
            implements InVolume {}

    /// How a version is kept beside another.
    ///
    /// @param from what it was made from
    /// @param aside the name that the folder gives it where the volume cannot keep it beside
    record Beside(VersionVector from, EntryPath aside) {}

    /// A file has another name in the folder.
    ///
    /// @param from what the volume shows under the old name
    record MoveInVolume(EntryPath path, EntryPath from, Present here, Shown shown)
            implements InVolume {}

    record RemoveInVolume(EntryPath path, Shown shown) implements InVolume {}

    /// The folder gets what the volume shows.
    ///
    /// @param over what the folder has there
    record Place(EntryPath path, Shown shown, Optional<Present> over) implements InFolder {}

    /// A file has another name in the volume.
    ///
    /// @param from where it stands in the folder
    record MoveInFolder(EntryPath path, EntryPath from, Present here, Shown shown)
            implements InFolder {}

    record RemoveInFolder(EntryPath path, Present here) implements InFolder {}

    /// What the folder has makes room for what the volume shows, and keeps a name of its own.
    record PutAside(EntryPath path, EntryPath to, Present here) implements InFolder {}

    /// Both have the same.
    record Agree(EntryPath path, Agreed agreed) implements Observed {}

    /// Neither has anything, or the place is none that is kept in step.
    record Forget(EntryPath path) implements Observed {}
}
