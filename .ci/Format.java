import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks or applies the one format of this repository: google-java-format, AOSP style.
///
/// Run by the build with `check` or `apply`, the directory of the repository, and a stamp. Files
/// older than the stamp were found well formed before and are not read again.
final class Format {

    private Format() {}

    public static void main(String[] arguments) throws Exception {
        var wish = arguments[0];
        var root = Path.of(arguments[1]);
        var stamp = Path.of(arguments[2]);
        if (!wish.equals("check") && !wish.equals("apply")) {
            throw new IllegalArgumentException("Say -Dformat=check or -Dformat=apply.");
        }
        var began = FileTime.fromMillis(System.currentTimeMillis());
        var files = sourcesNewerThan(stamp, root);
        var wellFormed = files.isEmpty() || run(wish, files);
        if (wish.equals("apply") && wellFormed && !files.isEmpty()) {
            run(wish, files); // a string broken over lines settles on the second pass
        }
        if (!wellFormed) {
            System.err.println("The files above are not in the common format. Run .ci/format.");
            System.exit(1);
        }
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, began);
    }

    private static List<String> sourcesNewerThan(Path stamp, Path root) throws IOException {
        var since = Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
        var found = new ArrayList<String>();
        for (var place : places(root)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    if (Files.getLastModifiedTime(file).toMillis() >= since) {
                        found.add(file.toString());
                    }
                }
            }
        }
        return found;
    }

    /// Where hand-written Java lives: this directory, and `src` of every module.
    private static List<Path> places(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            var sources = modules.map(module -> module.resolve("src")).filter(Files::isDirectory);
            return Stream.concat(Stream.of(root.resolve(".ci")), sources).toList();
        }
    }

    private static boolean run(String wish, List<String> files) throws Exception {
        var arguments = new ArrayList<>(List.of("--aosp"));
        if (wish.equals("apply")) {
            arguments.add("--replace");
        } else {
            arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
        }
        arguments.addAll(files);
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        return new Main(out, err, System.in).format(arguments.toArray(String[]::new)) == 0;
    }
}
