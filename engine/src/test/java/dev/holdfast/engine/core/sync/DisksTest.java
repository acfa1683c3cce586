package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Agreed.Since;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A folder with a disk mounted at `d`, on which there was a file.
class DisksTest {

    private static final long OWN = 7;
    private static final long COMMON = 1;

    private final TreeMap<EntryPath, Present> folder = new TreeMap<>();
    private final TreeMap<EntryPath, Agreed> synced = new TreeMap<>();

    DisksTest() {
        agreed("d", OWN);
        agreed("d/a", OWN);
        agreed("e", COMMON);
        agreed("e/a", COMMON);
    }

    private static Present directory(long disk) {
        return new Present(new Item.Directory(), new Sight(disk, disk, 0, 0));
    }

    private void agreed(String path, long disk) {
        var here = directory(disk);
        synced.put(
                new EntryPath(path),
                new Agreed(
                        here.item(),
                        here.sight(),
                        Optional.empty(),
                        VersionVector.EMPTY,
                        Since.NOTHING));
    }

    private Set<EntryPath> away() {
        return Disks.away(
                new Trees(
                        new Trees.Folder("root", folder, Set.of()),
                        new Trees.Volume(VersionVector.EMPTY, new TreeMap<>()),
                        new Trees.Synced("root", synced)));
    }

    @Test
    void an_empty_directory_on_another_disk_than_before_has_its_disk_away() {
        folder.put(new EntryPath("d"), directory(COMMON));
        folder.put(new EntryPath("e"), directory(COMMON));
        assertThat(away()).containsExactly(new EntryPath("d"));
    }

    @Test
    void a_directory_that_was_emptied_or_removed_has_not() {
        folder.put(new EntryPath("d"), directory(OWN));
        assertThat(away()).isEmpty();
        folder.clear();
        assertThat(away()).isEmpty();
    }

    /// Disks get other numbers when a machine starts again.
    @Test
    void a_disk_with_another_number_is_there_when_something_is_on_it() {
        folder.put(new EntryPath("d"), directory(OWN + 1));
        folder.put(new EntryPath("d/b"), directory(OWN + 1));
        assertThat(away()).isEmpty();
    }
}
