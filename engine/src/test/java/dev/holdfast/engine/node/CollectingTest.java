package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class CollectingTest {

    @Test
    void what_is_not_given_back_yet_is_said_with_its_size_and_for_whom_it_waits() {
        var waits = List.of("bob has not yet been heard since something was deleted.");
        var collected = new Outcome.Collected(0, 0, 12, 3 << 20, List.of(), waits);
        assertThat(Collecting.sentence(collected, Instant.EPOCH.plusSeconds(86_400 * 400)))
                .matches(
                        "Collecting waits since 1971-02-0. ..:.. to give back 3,072 KiB of 12"
                                + " chunks\\. bob has not yet been heard since something was"
                                + " deleted\\.");
    }

    @Test
    void how_much_waits_is_left_out_where_nobody_could_find_out() {
        var collected =
                new Outcome.Collected(
                        0, 0, 0, 0, List.of(), List.of("Nothing goes: bob cannot be asked."));
        assertThat(Collecting.sentence(collected, Instant.EPOCH))
                .startsWith("Collecting waits since 19")
                .endsWith(". Nothing goes: bob cannot be asked.")
                .doesNotContain("chunks");
    }
}
