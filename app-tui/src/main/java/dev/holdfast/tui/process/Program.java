package dev.holdfast.tui.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process is made of, for processes that are to be like it.
final class Program {

    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final String MAIN_MODULE = "dev.holdfast.tui/dev.holdfast.tui.TuiMain";
    private static final String CLASS_PATH = "-cp";
    private static final String MAIN_CLASS = "dev.holdfast.tui.TuiMain";

    private Program() {}

    /// The command line up to where the words after `holdfast` begin.
    ///
    /// @param flags for the Java of the process, such as `-Xmx256m`; a class path among them takes
    ///   the place of this process's
    static List<String> words(List<String> flags) {
        var java =
                Path.of(System.getProperty("java.home", ""), "bin", WINDOWS ? "java.exe" : "java");
        var words = new ArrayList<String>();
        words.add(java.toString());
        words.add("--enable-native-access=ALL-UNNAMED");
        words.add("--sun-misc-unsafe-memory-access=allow");
        words.addAll(flags);
        var modules = System.getProperty("jdk.module.path");
        if (modules != null && Program.class.getModule().isNamed()) {
            words.addAll(List.of("-p", modules, "-m", MAIN_MODULE));
        } else {
            var path = archivesFirst(System.getProperty("java.class.path", ""));
            words.addAll(learnt(path));
            words.addAll(flags.contains(CLASS_PATH) ? List.of() : List.of(CLASS_PATH, path));
            words.add(MAIN_CLASS);
        }
        return words;
    }

    /// What Java has learnt of archives is good only while they stand before directories.
    private static String archivesFirst(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .sorted(Comparator.comparing(each -> Files.isDirectory(Path.of(each))))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A bundle keeps beside its jars what the Java of a daemon has learnt of them, and how it is
    /// to compile the rest.
    private static List<String> learnt(String classPath) {
        var jar = Path.of(classPath.split(File.pathSeparator, 2)[0]);
        var cache = jar.resolveSibling("daemon.aot");
        return Files.isRegularFile(cache)
                ? List.of(
                        "-XX:AOTCache=" + cache,
                        "@" + jar.resolveSibling("daemon.options"),
                        "-Xlog:disable")
                : List.of();
    }

    /// The standard input of a process that nobody types to.
    static File nothing() {
        return new File(WINDOWS ? "NUL" : "/dev/null");
    }
}
