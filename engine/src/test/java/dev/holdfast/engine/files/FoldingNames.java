package dev.holdfast.engine.files;

import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/// Has a directory take names for one that differ in the case of their letters, as other file
/// systems do.
///
/// @param keepsCase whether it shows a name as it was written; else without its capital letters
record FoldingNames(boolean keepsCase) implements FolderSteps {

    @Override
    public void reached(String step) {}

    @Override
    public String name(String directory, String name) throws IOException {
        if (!keepsCase) {
            return name.toLowerCase(Locale.ROOT);
        }
        var in = Path.of(directory);
        if (!Files.isDirectory(in) || Files.exists(in.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return name;
        }
        try (var all = Files.list(in)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name::equalsIgnoreCase)
                    .findAny()
                    .orElse(name);
        }
    }
}
