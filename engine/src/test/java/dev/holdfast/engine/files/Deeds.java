package dev.holdfast.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// What people and their programs do in a folder, all that a file system lets them, from a seed.
/// Each deed is told from the one before it by the time of the file system, which goes in steps.
final class Deeds {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "E");
    private static final int DEPTH_MAX = 3;

    /// Bytes of a file that is not held in memory while it is placed.
    private static final int LONG = 100_000;

    private final Random random;
    private final boolean isLong;

    /// Texts, the long ones shortened.
    private final Set<String> kept = new HashSet<>();

    private long last = Long.MIN_VALUE;
    private int version;

    Deeds(long seed) {
        this(seed, false);
    }

    /// @param isLong whether some files are not small
    Deeds(long seed, boolean isLong) {
        random = new Random(seed);
        this.isLong = isLong;
    }

    /// @param usual the first and the last seed where nobody asks for others
    static LongStream seeds(String usual) {
        var range = System.getProperty("deeds.seeds", usual).split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
    }

    /// Chance for whoever looks on.
    Random chance() {
        return random;
    }

    /// Texts that should be there and are not: nobody has replaced or removed them.
    Set<String> lost(Collection<String> there) {
        var lost = new HashSet<>(kept);
        there.forEach(text -> lost.remove(text.replaceFirst("^[*]", "")));
        return lost;
    }

    /// Every name, with what it is; a star is before what is executable.
    static Map<String, String> all(Path folder) throws IOException {
        var all = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var path : walk.filter(each -> !each.equals(folder)).toList()) {
                all.put(folder.relativize(path).toString(), what(path));
            }
        }
        return all;
    }

    private static String what(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path)
                ? "directory"
                : (Files.isExecutable(path) ? "*" : "") + shortened(text(path));
    }

    void rage(Path folder, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            one(folder, folder.resolve(path()), folder.resolve(path()));
        }
    }

    private void one(Path folder, Path path, Path other) throws IOException {
        int deed = random.nextInt(12);
        if (!isReal(folder, path) || !isReal(folder, other)) {
            return;
        }
        switch (deed) {
            case 0, 1 -> write(folder, path);
            case 2 -> editUnseen(path);
            case 3 -> editInPlace(path);
            case 4 -> link(folder, path, other);
            case 5 -> symlink(folder, path);
            case 6 -> executable(path);
            case 7 -> remove(path);
            case 8 -> swap(folder, path);
            case 9 -> replace(path, other);
            default -> rename(folder, path, other);
        }
    }

    String path() {
        var path = new StringBuilder(name());
        for (int i = random.nextInt(DEPTH_MAX); i > 0; i--) {
            path.append('/').append(name());
        }
        return path.toString();
    }

    String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /// Somebody means that it is not there any more.
    boolean forget(String text) {
        return kept.remove(shortened(text));
    }

    /// Writes rules into a file of theirs, or removes that.
    ///
    /// @param rules empty for none
    /// @return whether it has changed
    boolean say(Path file, String rules) throws IOException {
        if (rules.isEmpty()) {
            boolean isThere = exists(file);
            remove(file);
            return isThere;
        }
        forget(file);
        version++;
        var text = "# version " + version + "\n" + rules;
        kept.add(text);
        put(file, text);
        return true;
    }

    /// Makes, changes or removes many files in a directory of their own.
    void many(Path folder, int files) throws IOException {
        var directory = folder.resolve("many");
        if (exists(directory) && random.nextInt(3) == 0) {
            remove(directory);
        } else if (makeAbove(folder, directory.resolve("0"))) {
            for (int i = 0; i < files; i++) {
                var file = directory.resolve(Integer.toString(i));
                forget(file);
                if (i == 0) {
                    put(file, fresh(0));
                } else {
                    Files.writeString(file, fresh(0), StandardCharsets.ISO_8859_1);
                    last = changed(file);
                }
            }
        }
    }

    private String fresh(int length) {
        version++;
        var text = new StringBuilder("version " + version + " ");
        while (text.length() < length) {
            text.append('!');
        }
        kept.add(shortened(text.toString()));
        return text.toString();
    }

    /// Writes again until the clock of the file system shows it.
    private void put(Path file, String text) throws IOException {
        long changed;
        try {
            do {
                Files.writeString(file, text, StandardCharsets.ISO_8859_1);
                changed = changed(file);
            } while (changed == last);
        } catch (IOException e) {
            forget(text);
            throw e;
        }
        last = changed;
    }

    private static long changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime"))
                .to(java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /// A long text as one may read it: its beginning and its length, if the rest is what it was.
    static String shortened(String text) {
        int end = text.indexOf('!');
        boolean isLong = text.length() > LONG / 2 && end >= 0;
        return isLong && text.substring(end).chars().allMatch(each -> each == '!')
                ? text.substring(0, end) + "and " + text.length() + " bytes"
                : text;
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether no link leads to it.
    private static boolean isReal(Path folder, Path path) {
        for (var above = path.resolveSibling("");
                !above.equals(folder);
                above = above.resolveSibling("")) {
            if (Files.isSymbolicLink(above)) {
                return false;
            }
        }
        return true;
    }

    private static boolean makeAbove(Path folder, Path path) throws IOException {
        var above = path.resolveSibling("");
        if (above.equals(folder) || isDirectory(above)) {
            return true;
        }
        if (exists(above) || !makeAbove(folder, above)) {
            return false;
        }
        Files.createDirectory(above);
        return true;
    }

    private void forget(Path file) throws IOException {
        if (isFile(file)) {
            forget(text(file));
        }
    }

    private void write(Path folder, Path path) throws IOException {
        if (makeAbove(folder, path) && !exists(path)) {
            put(path, fresh(isLong && random.nextInt(8) == 0 ? LONG : 0));
        } else {
            editInPlace(path);
        }
    }

    /// Of the same length, and the time of the content is set back.
    private void editUnseen(Path path) throws IOException {
        if (isFile(path)) {
            var time = Files.getLastModifiedTime(path);
            int length = (int) Files.size(path);
            forget(path);
            var text = fresh(length);
            put(path, text);
            Files.setLastModifiedTime(path, time);
        }
    }

    private void editInPlace(Path path) throws IOException {
        if (isFile(path)) {
            forget(path);
            put(path, fresh(0));
        }
    }

    private void link(Path folder, Path path, Path other) throws IOException {
        if (isFile(path) && !exists(other) && makeAbove(folder, other)) {
            Files.createLink(other, path);
        }
    }

    private void symlink(Path folder, Path path) throws IOException {
        if (isFile(path) || Files.isSymbolicLink(path)) {
            remove(path);
        }
        if (!exists(path) && makeAbove(folder, path)) {
            Files.createSymbolicLink(path, Path.of(name()));
        }
    }

    private void executable(Path path) throws IOException {
        if (isFile(path)) {
            path.toFile().setExecutable(!Files.isExecutable(path));
            touch(path);
        }
    }

    /// Its bytes are written anew, so that the clock is known to have gone on.
    private void touch(Path path) throws IOException {
        put(path, text(path));
    }

    private void remove(Path path) throws IOException {
        if (!exists(path)) {
            return;
        }
        List<Path> all;
        try (var walk = Files.walk(path)) {
            all = new ArrayList<>(walk.toList());
        }
        all.sort(Comparator.reverseOrder());
        for (var each : all) {
            forget(each);
            Files.delete(each);
        }
    }

    /// A file becomes a directory of its name, and a directory a file or link.
    private void swap(Path folder, Path path) throws IOException {
        boolean wasDirectory = isDirectory(path);
        remove(path);
        if (wasDirectory && random.nextBoolean()) {
            symlink(folder, path);
        } else if (wasDirectory) {
            write(folder, path);
        } else if (makeAbove(folder, path)) {
            Files.createDirectory(path);
            write(folder, path.resolve(name()));
        }
    }

    /// As a program saves: one file takes the place of another.
    private void replace(Path path, Path other) throws IOException {
        if (isFile(path) && isFile(other) && !Files.isSameFile(path, other)) {
            forget(other);
            Files.move(path, other, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(other, "", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
        }
    }

    private static void rename(Path folder, Path from, Path to) throws IOException {
        if (exists(from) && !exists(to) && !to.startsWith(from) && makeAbove(folder, to)) {
            Files.move(from, to);
        }
    }
}
