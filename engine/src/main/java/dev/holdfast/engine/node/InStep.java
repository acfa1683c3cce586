package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.files.LinkedFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads from the home which folders are linked, paused ones too, and what was in step in each.
record InStep(HomeFiles files) implements Supplier<List<LinkedFiles.Folder>> {

    private static final Logger LOG = LoggerFactory.getLogger(InStep.class);

    @Override
    public List<LinkedFiles.Folder> get() {
        var folders = new ArrayList<LinkedFiles.Folder>();
        try {
            for (var entry : new FolderList(files).read()) {
                folder(entry).ifPresent(folders::add);
            }
        } catch (NodeException e) {
            LOG.warn("Which folders are linked cannot be read: {}", e.problem().what());
        }
        return folders;
    }

    private Optional<LinkedFiles.Folder> folder(FolderList.Entry entry) {
        try {
            var synced = SyncedFile.read(files.synced(entry.id()));
            return Optional.of(
                    new LinkedFiles.Folder(entry.directory(), entry.at(), entry.volume(), synced));
        } catch (NoSuchFileException e) {
            LOG.debug("{} was never in step.", entry.directory(), e);
        } catch (IOException e) {
            LOG.warn("What was in step in {} cannot be read.", entry.directory(), e);
        }
        return Optional.empty();
    }
}
