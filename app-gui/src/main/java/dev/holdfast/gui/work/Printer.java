package dev.holdfast.gui.work;

import dev.holdfast.engine.api.NodeException;

import java.util.List;

/// Makes the page from which the recovery words are printed.
@FunctionalInterface
public interface Printer {

    /// Writes the page into a file that must not exist yet, for its owner alone. May wait.
    ///
    /// @param file where, absolute
    /// @param device the first device of the pool, as people call it
    void print(String file, String device, List<String> words) throws NodeException;
}
