package dev.holdfast.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.sync.Sight;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

class SeenFilesTest {

    private static final int PAGE = 4096;
    private static final int SLOTS_IN_PAGE = PAGE / Hash.BYTES;
    private static final Hash ROOT = new Hash(1, 2, 3, 4);

    @TempDir Path temp;

    private static Found found(String path, long inode) {
        var sight = new Sight(inode, 100, 1_000_000_000, 2_000_000_000);
        return new Found(
                path, "", new Standing(Found.Kind.FILE, sight, 7, 1_000_000_000, false, ""));
    }

    @Test
    void files_that_were_made_one_after_the_other_are_all_known_and_lie_side_by_side()
            throws Exception {
        int files = 5_000;
        var slots = temp.resolve("seen");
        try (var seen = SeenFiles.in(slots)) {
            for (int i = 0; i < files; i++) {
                seen.remember(found("/photos/" + i, 90_000 + i), ROOT, Instant.MAX);
            }
            for (int i = 0; i < files; i++) {
                assertThat(seen.held(found("/photos/" + i, 90_000 + i), ROOT)).isTrue();
            }
        }
        var bytes = Files.readAllBytes(slots);
        long touched =
                IntStream.range(0, bytes.length / PAGE)
                        .filter(
                                page ->
                                        Arrays.mismatch(
                                                        bytes,
                                                        page * PAGE,
                                                        (page + 1) * PAGE,
                                                        new byte[PAGE],
                                                        0,
                                                        PAGE)
                                                >= 0)
                        .count();
        assertThat(touched).isLessThan(2L * files / SLOTS_IN_PAGE);
    }

    @Test
    void links_to_one_file_are_known_beside_each_other() {
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            seen.remember(found("/monday/a", 5), ROOT, Instant.MAX);
            seen.remember(found("/tuesday/a", 5), ROOT, Instant.MAX);

            assertThat(seen.held(found("/monday/a", 5), ROOT)).isTrue();
            assertThat(seen.held(found("/tuesday/a", 5), ROOT)).isTrue();
        }
    }

    @Test
    void another_file_of_the_same_inode_is_not_known() {
        try (var seen = SeenFiles.in(temp.resolve("seen"))) {
            seen.remember(found("/monday/a", 5), ROOT, Instant.MAX);

            assertThat(seen.held(found("/monday/b", 5), ROOT)).isFalse();
            assertThat(seen.held(found("/monday/a", 5), Hash.of(new byte[32]))).isFalse();
        }
    }
}
