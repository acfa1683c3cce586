package dev.holdfast.engine.folder;

import java.io.IOException;

/// What a test puts between a linked folder and the file system.
///
/// Is told of each step that changes the folder, so that the work can be ended just there.
///
/// A step is `folder/WHAT/WHEN`: `begin` a part, `write` it whole, `force` it, give it its `name`,
/// `sync` a directory, `make` one, `link`, `rename`, `delete`, `note` what is the same now; and
/// `before` or `after`.
@FunctionalInterface
public interface FolderSteps {

    /// Nobody is told.
    FolderSteps UNTOLD = _ -> {};

    void reached(String step);

    /// What a name in a directory is there: of a file system that takes several for one, the one
    /// that it shows, or would give to what is made.
    ///
    /// @param directory absolute
    default String name(String directory, String name) throws IOException {
        return name;
    }

    /// What the system says of a name: of a file system that keeps less of what a file is, less.
    default Standing standing(Standing seen) {
        return seen;
    }
}
