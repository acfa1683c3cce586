import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How a launcher of the image starts Java, as its `.cfg` says.
record Config(List<String> entries, List<String> options, String main) {

    static Config read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        return new Config(
                values(lines, "app.classpath="),
                values(lines, "java-options="),
                values(lines, "app.mainclass=").getFirst());
    }

    private static List<String> values(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .toList();
    }

    /// The cache is good only for the very class path it was made with.
    String classPath(Path app) {
        return String.join(
                System.getProperty("path.separator"),
                entries.stream().map(each -> each.replace("$APPDIR", app.toString())).toList());
    }

    String script(Path template, String name) throws IOException {
        return Files.readString(template)
                .replace("@name@", name)
                .replace("@options@", quoted(options))
                .replace("@class-path@", String.join(":", entries))
                .replace("@main@", main)
                .replace("$APPDIR", "$app");
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" \\\n  "));
    }

    static void addOption(Path file, String option) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(lines.indexOf("[JavaOptions]") + 1, "java-options=" + option);
        Files.write(file, lines);
    }
}
