package dev.holdfast.engine.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

class CoverageTest {

    private static final Set<EntryPath> PARTS =
            Set.of(new EntryPath("photos/2026"), new EntryPath("letters"));

    private final Coverage parts = new Coverage(PARTS, List.of());

    private static boolean covers(Coverage coverage, String path) {
        return coverage.covers(new EntryPath(path), false);
    }

    @Test
    void a_part_is_covered_with_all_that_is_in_it_and_nothing_else() {
        assertThat(covers(parts, "photos/2026")).isTrue();
        assertThat(covers(parts, "photos/2026/lake/a.jpg")).isTrue();
        assertThat(covers(parts, "letters/a")).isTrue();
        assertThat(covers(parts, "photos/2025/a.jpg")).isFalse();
        assertThat(covers(parts, "photos/2026b")).isFalse();
        assertThat(covers(parts, "photos")).isFalse();
        assertThat(covers(parts, "a")).isFalse();
    }

    @Test
    void the_way_to_a_part_is_gone_and_no_other() {
        assertThat(parts.leadsOn(EntryPath.ROOT)).isTrue();
        assertThat(parts.leadsOn(new EntryPath("photos"))).isTrue();
        assertThat(parts.leadsOn(new EntryPath("photos/2026/lake"))).isTrue();
        assertThat(parts.leadsOn(new EntryPath("photos/2025"))).isFalse();
        assertThat(parts.leadsOn(new EntryPath("music"))).isFalse();
    }

    @Test
    void what_is_left_alone_in_a_part_is_not_covered() throws Exception {
        var rules = IgnoreRules.read(ByteBuffer.wrap("raw/".getBytes(StandardCharsets.UTF_8)));
        var coverage = parts.leavingAlone(List.of(IgnoreRules.NONE, rules));
        assertThat(covers(coverage, "photos/2026/a.jpg")).isTrue();
        assertThat(covers(coverage, "photos/2026/raw/a.jpg")).isFalse();
        assertThat(coverage.leadsOn(new EntryPath("photos/2026/raw"))).isFalse();
    }
}
