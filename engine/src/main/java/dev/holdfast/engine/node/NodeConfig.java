package dev.holdfast.engine.node;

import java.nio.file.Path;

/// Where one device lives. The home holds its keys, packs, journal and catalog.
public record NodeConfig(Path home) {

    public NodeConfig {
        if (!home.isAbsolute()) {
            throw new IllegalArgumentException("The home " + home + " is not an absolute path.");
        }
    }
}
