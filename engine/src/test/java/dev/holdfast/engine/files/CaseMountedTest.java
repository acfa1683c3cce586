package dev.holdfast.engine.files;

import dev.holdfast.engine.folder.FolderSteps;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Files;
import java.nio.file.Path;

/// A directory on a file system that folds case and does not show capitals, such as an image that
/// `lowntfs-3g -o ignore_case` has mounted.
@Tag("long")
@EnabledIfSystemProperty(named = "holdfast.folding", matches = ".+")
class CaseMountedTest extends CaseLostTest {

    CaseMountedTest() throws Exception {}

    @Override
    Path folded() throws Exception {
        var mounted = Path.of(System.getProperty("holdfast.folding"));
        return Files.createTempDirectory(mounted, "bob");
    }

    @Override
    FolderSteps steps() {
        return FolderSteps.UNTOLD;
    }
}
