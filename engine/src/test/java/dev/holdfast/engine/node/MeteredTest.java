package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Ann and bob pay for every byte: what is damaged waits for a person, who is told so.
@Timeout(120)
class MeteredTest {

    private static final String WAITS = "as this line is metered; `holdfast repair` fetches";
    private static final byte[] LAKE = SpoiltHome.bytes(1, 3_000_000);

    private Household pool;

    @BeforeEach
    void two_on_a_line_that_is_paid_for(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of("metered", "on"));
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.meet();
        assertThat(pool.put("ann", "/lake.mov", LAKE, 2).copies().min()).isEqualTo(2);
    }

    @AfterEach
    void all_stop() {
        pool.close();
    }

    private List<String> notes(String name) throws Exception {
        return pool.daemon(name).node().status().notes().stream()
                .filter(note -> note.contains(WAITS))
                .toList();
    }

    @Test
    void damage_is_told_and_mended_when_a_person_asks() throws Exception {
        pool.stop("bob");
        pool.damageOneChunk("bob");
        pool.start("bob");
        pool.meet();
        assertThat(pool.get("bob", "/lake.mov")).isEqualTo(LAKE);
        var told = await(() -> notes("bob"), notes -> !notes.isEmpty());
        assertThat(told).containsExactly(Mending.sentence(1));
        assertThat(pool.run("bob", new Command.Scrub(false)).damaged()).isOne();

        pool.run("bob", new Command.Repair());
        var _ = await(() -> notes("bob"), List::isEmpty);
        assertThat(pool.run("bob", new Command.Scrub(false)).damaged()).isZero();
        assertThat(notes("ann")).isEmpty();
    }
}
