package dev.holdfast.gui.memory;

import dev.holdfast.gui.files.Choosers;

import java.util.List;
import java.util.Optional;

/// A person who chose beforehand.
public final class MemoryChoosers implements Choosers {

    public volatile List<String> files = List.of();
    public volatile Optional<String> folder = Optional.empty();
    public volatile Optional<String> page = Optional.empty();

    @Override
    public List<String> files() {
        return files;
    }

    @Override
    public Optional<String> folder() {
        return folder;
    }

    @Override
    public Optional<String> page() {
        return page;
    }
}
