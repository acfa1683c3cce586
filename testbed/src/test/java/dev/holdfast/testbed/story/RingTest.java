package dev.holdfast.testbed.story;

import dev.holdfast.testbed.cluster.Cluster.Manner;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Files that go through a ring of processes, of which not all are connected.
class RingTest {

    private static final int FIXED = 5 << 20;

    @Test
    @DisplayName("V2 files of 0, 1, and 5 MiB ± 1 bytes are the same on every device of a ring")
    void small_files_are_the_same_on_every_device(@TempDir Path folder) throws Exception {
        try (var ring = RingOfSix.in(folder, Manner.PATIENT)) {
            for (int size : new int[] {0, 1, FIXED - 1, FIXED, FIXED + 1}) {
                ring.carries(size);
            }
        }
    }

    @Test
    @Tag("long")
    @DisplayName("V2 64 MiB and 1 GiB are the same on every device of a ring, and it stays one")
    void large_files_are_the_same_on_every_device(@TempDir Path folder) throws Exception {
        try (var ring = RingOfSix.in(folder, Manner.PATIENT.withMuchToDo())) {
            ring.carries(64 << 20);
            ring.carries(1 << 30);
            ring.isRing();
        }
    }
}
