package dev.holdfast.engine.folder;

/// Is told of each step that changes a linked folder, so that a test can end the work just there.
///
/// A step is `folder/WHAT/WHEN`: `begin` a part, `write` it whole, `force` it, give it its `name`,
/// `sync` a directory, `make` one, `link`, `rename`, `delete`, `note` what is the same now; and
/// `before` or `after`.
@FunctionalInterface
public interface FolderSteps {

    /// Nobody is told.
    FolderSteps UNTOLD = _ -> {};

    void reached(String step);
}
