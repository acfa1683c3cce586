package dev.holdfast.engine.files;

import dev.holdfast.engine.folder.FolderSteps;

import java.nio.file.Files;
import java.nio.file.Path;

/// Names that differ only in their case, where they are one name and shown without capitals.
class CaseLostTest extends CaseContract {

    CaseLostTest() throws Exception {}

    @Override
    Path folded(Path place) throws Exception {
        return Files.createDirectory(place.resolve("bob"));
    }

    @Override
    FolderSteps steps() {
        return new FoldingNames(keepsCase());
    }

    @Override
    boolean keepsCase() {
        return false;
    }
}
