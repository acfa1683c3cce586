package dev.holdfast.engine.core.tree;

import dev.holdfast.engine.core.namespace.Entry.Directory;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;

import java.util.Optional;

/// A name as a person sees it, and what stands behind it.
///
/// @param path the name; that of a conflict copy is made up and stands in no entry
/// @param version empty for a directory that is there only because something is in it
/// @param home the place whose versions this is one of: where an edit of it is written
public record Shown(EntryPath path, Optional<EntryVersion> version, EntryPath home) {

    /// True of the version that lost the plain name to a concurrent one.
    public boolean isConflict() {
        return !path.isSamePlaceAs(home);
    }

    public boolean isDirectory() {
        return version.map(v -> v.entry().kind() instanceof Directory).orElse(true);
    }
}
