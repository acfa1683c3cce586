package dev.holdfast.engine.node;

import java.nio.file.Path;
import java.util.List;

/// What Holdfast can do by itself about something that an examination found. None of them changes
/// what a home keeps, and each may be done twice.
sealed interface Cure {

    /// Lets nobody but its owner into the home.
    record CloseHome() implements Cure {}

    /// Lets nobody but its owner read the device's key.
    record CloseKey() implements Cure {}

    /// Takes away the door of a daemon that was killed.
    record ForgetDoor() implements Cure {}

    /// Deletes what work that was broken off has left.
    record Sweep(List<Path> leftovers) implements Cure {}

    /// Makes the lists of packs again, from the packs.
    record ListPacks() implements Cure {}

    /// Keeps of the settings what can be understood; the file as it was stays beside it.
    record ClearSettings() implements Cure {}
}
