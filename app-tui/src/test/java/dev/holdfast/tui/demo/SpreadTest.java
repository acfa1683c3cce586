package dev.holdfast.tui.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Outcome;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

class SpreadTest {

    private final Spread spread =
            new Spread(List.of(chunk("ann", "bob"), chunk("ann", "cat"), chunk("ann", "bob")));

    @Test
    void counts_chunks_and_bytes_of_a_device() {
        assertThat(spread.chunksOn("bob")).isEqualTo(2);
        assertThat(spread.bytesOn("bob")).isEqualTo(20);
        assertThat(spread.allOn("ann")).isTrue();
        assertThat(spread.allOn("bob")).isFalse();
    }

    @Test
    void counts_copies_on_the_living_up_to_what_is_wanted() {
        assertThat(spread.copiesOn(List.of("ann", "bob", "cat"), 2)).isEqualTo(6);
        assertThat(spread.copiesOn(List.of("bob", "cat"), 2)).isEqualTo(3);
        assertThat(spread.stands(List.of("ann", "bob", "cat"), 2)).isTrue();
        assertThat(spread.stands(List.of("ann", "bob"), 2)).isFalse();
    }

    @Test
    void draws_where_the_chunks_are() {
        assertThat(spread.strip("bob", 44, ".-+*#")).isEqualTo("#.#");
        assertThat(spread.strip("bob", 1, ".-+*#")).isEqualTo("*");
        assertThat(new Spread(List.of()).strip("bob", 44, ".-+*#")).isEmpty();
    }

    private static Outcome.Chunk chunk(String... holders) {
        return new Outcome.Chunk("c", 10, OptionalInt.empty(), Arrays.asList(holders));
    }
}
