package dev.holdfast.testbed.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// One hand-written Java file: its place in the repository, its text, and the compiler's tree of
/// it.
record SourceFile(String path, String text, CompilationUnitTree tree, Trees trees) {

    /// A construct, with what encloses it and its first and last line.
    record Place<T extends Tree>(SourceFile file, T tree, Tree parent, long first, long last) {

        long lines() {
            return last - first + 1;
        }

        /// Whether the lines of `other` are among those of this.
        boolean spans(Place<?> other) {
            return first <= other.first && other.last <= last;
        }

        @Override
        public String toString() {
            return file.path() + ":" + first;
        }
    }

    /// Every Java file below the `src` of each module, and the build's own.
    static List<SourceFile> below(Path repository) throws IOException {
        var paths = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(repository)) {
            for (var module : modules.filter(Files::isDirectory).sorted().toList()) {
                var sources = module.endsWith(".ci") ? module : module.resolve("src");
                paths.addAll(javaFilesBelow(sources));
            }
        }
        return parse(paths.stream().map(path -> onDisk(repository, path)).toList());
    }

    /// A file that exists only in a test.
    static SourceFile planted(String path, String text) {
        return parse(List.of(new Text(path, text))).getFirst();
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    boolean isMain() {
        return path.contains("/src/main/");
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The first directory of the path.
    String module() {
        return path.substring(0, path.indexOf('/'));
    }

    String packageName() {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    /// Every construct of this type, in the order written.
    <T extends Tree> Stream<Place<T>> all(Class<T> type) {
        var found = new ArrayList<Place<T>>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void scan(Tree each, Void nothing) {
                if (type.isInstance(each) && getCurrentPath() != null) {
                    found.add(place(type.cast(each), getCurrentPath().getLeaf()));
                }
                return super.scan(each, null);
            }
        }.scan(tree, null);
        return found.stream();
    }

    private <T extends Tree> Place<T> place(T each, Tree parent) {
        var positions = trees.getSourcePositions();
        var lines = tree.getLineMap();
        var first = lines.getLineNumber(Math.max(0, positions.getStartPosition(tree, each)));
        var last = lines.getLineNumber(Math.max(0, positions.getEndPosition(tree, each)));
        return new Place<>(this, each, parent, first, last);
    }

    private static List<Path> javaFilesBelow(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static List<SourceFile> parse(List<Text> texts) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task =
                (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, texts);
        var trees = Trees.instance(task);
        var files = new ArrayList<SourceFile>();
        try {
            for (var unit : task.parse()) {
                var source = unit.getSourceFile();
                var path = source.toUri().getPath().substring(1);
                var text = source.getCharContent(true).toString();
                files.add(new SourceFile(path, text, unit, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(files);
    }

    private static Text onDisk(Path repository, Path file) {
        try {
            var path = repository.relativize(file).toString().replace('\\', '/');
            return new Text(path, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the compiler reads: text with its place in the repository.
    private static final class Text extends SimpleJavaFileObject {

        private final String text;

        Text(String path, String text) {
            super(URI.create("text:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
