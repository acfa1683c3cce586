/// The person's real files.
///
/// **Purpose.** Walks and reads what a person stores, and places what a person gets: a file appears
/// whole under its name or not at all, no symbolic link is followed, and no name leads outside the
/// directory it was asked for.
///
/// **May use.** `java.nio.file`, `core.hash`, `disk` (its buffers).
///
/// **Used by.** `engine.files`.
///
/// **Start reading at** `LocalTree`, then `LocalPlace`.
@NullMarked
package dev.holdfast.engine.folder;

import org.jspecify.annotations.NullMarked;
