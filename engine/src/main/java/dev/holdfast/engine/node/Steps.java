package dev.holdfast.engine.node;

import java.nio.file.Path;

/// Is told of each step on the disks of a home, so that a test can end the process just there. Only
/// a process that has an implementation on its class path and was started with the system property
/// `dev.holdfast.steps` tells anybody; no bundle has one.
///
/// A place is `WHERE/WHAT/WHEN`: `packs` or `journal` with `create`, `write`, `force`, `delete` or
/// `sync` (of the directory), or `catalog` with `apply` or `checkpoint`; and `before` or `after`.
/// Those of `folder`, where a linked folder is changed, are told by
/// [dev.holdfast.engine.folder.FolderSteps].
@FunctionalInterface
public interface Steps {

    /// May be called from many threads. What it throws goes to whoever took the step.
    void reached(Path home, String place);
}
