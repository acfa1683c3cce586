package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// The chunks of ann that no name needs, while their grace lasts.
@Timeout(120)
class OrphansTest {

    private static final byte[] KEPT = SpoiltHome.bytes(1, 700_000);
    private static final byte[] GONE = SpoiltHome.bytes(2, 900_000);

    private Household pool;

    @BeforeEach
    void ann_keeps_no_history(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of("collect-after", "7d"));
        pool.found("ann");
        pool.keepsNoHistory("ann");
        pool.put("ann", "/kept", KEPT, 1);
    }

    @AfterEach
    void all_stop() {
        pool.close();
    }

    private Outcome.Collected collect() throws Exception {
        return pool.run("ann", new Command.Collect(false, false));
    }

    @Test
    @DisplayName("J3 what no name needs is listed and stays, until a name needs it again")
    void what_no_name_needs_is_listed_and_stays_until_a_name_needs_it_again() throws Exception {
        assertThat(collect().orphans()).isEmpty();
        pool.put("ann", "/gone", GONE, 1);
        pool.run("ann", new Command.Remove(Household.at("/gone"), false));
        var said = await(this::collect, collected -> collected.waitingChunks() > 0);
        assertThat(said.chunks()).isZero();
        assertThat(said.waitingBytes()).isGreaterThan(GONE.length);
        assertThat(said.orphans()).hasSize((int) said.waitingChunks()).doesNotHaveDuplicates();
        assertThat(said.orphans()).allMatch(id -> id.matches("[0-9a-f]{64}"));

        pool.put("ann", "/again", GONE, 1);
        assertThat(collect().orphans()).isEmpty();
        assertThat(pool.get("ann", "/again")).isEqualTo(GONE);
        assertThat(pool.get("ann", "/kept")).isEqualTo(KEPT);
    }
}
