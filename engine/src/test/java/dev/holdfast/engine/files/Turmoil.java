package dev.holdfast.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// People who change their folders without rest, from a seed, and what a watcher would tell of it.
final class Turmoil {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final int DEPTH_MAX = 3;

    private final Random random;
    private final List<Path> folders;
    private final List<Set<String>> changed = new ArrayList<>();

    /// Texts that nobody has replaced or removed.
    private final Set<String> kept = new HashSet<>();

    private int version;

    Turmoil(long seed, List<Path> folders) {
        random = new Random(seed);
        this.folders = folders;
        folders.forEach(_ -> changed.add(new TreeSet<>()));
    }

    /// Directories of a folder in which something has changed since this was asked last.
    Set<String> changed(int side) {
        var told = Set.copyOf(changed.get(side));
        changed.get(side).clear();
        return told;
    }

    /// Texts that should be there and are not.
    Set<String> lost(Collection<String> there) {
        var lost = new HashSet<>(kept);
        lost.removeAll(there);
        return lost;
    }

    void rage(int side, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            var folder = folders.get(side);
            var path = folder.resolve(path());
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> write(side, path);
                case 3 -> remove(side, path);
                default -> rename(side, path, folder.resolve(path()));
            }
        }
    }

    private String path() {
        var path = new StringBuilder(name());
        for (int i = random.nextInt(DEPTH_MAX); i > 0; i--) {
            path.append('/').append(name());
        }
        return path.toString();
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /// No two texts have one length, so a file that changes looks changed however fast.
    private void write(int side, Path path) throws IOException {
        version++;
        if (makeAbove(side, path) && !isDirectory(path)) {
            forget(path);
            var text = "version " + version + "!".repeat(version);
            Files.writeString(path, text);
            kept.add(text);
            tell(side, path);
        }
    }

    private boolean makeAbove(int side, Path path) throws IOException {
        var above = path.resolveSibling("");
        if (above.equals(folders.get(side)) || isDirectory(above)) {
            return true;
        }
        if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) || !makeAbove(side, above)) {
            return false;
        }
        Files.createDirectory(above);
        tell(side, above);
        return true;
    }

    private void remove(int side, Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            forget(path);
            Files.delete(path);
            tell(side, path);
        }
    }

    private void rename(int side, Path from, Path to) throws IOException {
        boolean isRoom = !Files.exists(to, LinkOption.NOFOLLOW_LINKS);
        if (Files.exists(from) && isRoom && !to.startsWith(from) && makeAbove(side, to)) {
            Files.move(from, to);
            tell(side, from);
            tell(side, to);
        }
    }

    private void forget(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            kept.remove(Files.readString(file));
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void tell(int side, Path path) {
        changed.get(side).add(folders.get(side).relativize(path.resolveSibling("")).toString());
    }
}
