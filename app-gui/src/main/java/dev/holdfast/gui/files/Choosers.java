package dev.holdfast.gui.files;

import java.util.List;
import java.util.Optional;

/// The system's own dialogs for places on this machine. Paths are absolute.
public interface Choosers {

    /// Files to store; empty when the person chose none.
    List<String> files();

    /// A folder to store or to write to; empty when the person chose none.
    Optional<String> folder();

    /// A file to make, for the page of recovery words; empty when the person chose none.
    Optional<String> page();
}
