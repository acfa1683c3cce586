package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;

import java.util.List;
import java.util.Optional;

/// The names in the volumes. A volume that nobody wrote in is empty.
public interface NamesView {

    /// Places on one page.
    int PAGE_MAX = 10_000;

    /// A volume's rows, for [dev.holdfast.engine.core.tree.Projection] to look names up in and for
    /// [dev.holdfast.engine.core.tree.Edits] to change them.
    Tree tree(VolumeId volume);

    /// What is shown in a directory, in the order of the places' keys, each place's conflict copies
    /// right behind it. `after` is the key of the place at which the page before ended, or empty.
    Page list(VolumeId volume, EntryPath directory, String after, int places);

    /// A page, and after which place's key the next begins; empty at the end.
    record Page(List<Shown> shown, Optional<String> next) {}

    /// The live versions of a file, wherever they are.
    List<EntryVersion> node(VolumeId volume, Hash node);
}
