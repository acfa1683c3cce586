package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;

import java.io.IOException;
import java.util.Optional;

/// Where the small files of a home are, each of which is written whole.
interface Notebook {

    /// Small files have at most so many bytes.
    int SMALL_MAX = 1 << 20;

    /// The text of a file that has no more bytes than that; empty when there is none.
    Optional<String> read(String name, int bytesMax) throws NodeException;

    /// Writes a file whole or not at all, durably.
    void write(String name, String text) throws IOException;
}
