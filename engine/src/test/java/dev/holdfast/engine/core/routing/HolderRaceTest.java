package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Three holders race for a chunk, and a fourth waits its turn.
class HolderRaceTest {

    private final HolderRace<String> race = new HolderRace<>(List.of("ann", "bob", "cat", "dan"));

    @Test
    void the_likeliest_is_asked_first() {
        assertThat(race.next()).hasValue("ann");
        assertThat(race.isAnotherReady()).isTrue();
    }

    @Test
    void no_more_than_three_race_at_once() {
        race.next();
        race.next();
        assertThat(race.next()).hasValue("cat");
        assertThat(race.isAnotherReady()).isFalse();
        assertThat(race.next()).isEmpty();
        race.lost();
        assertThat(race.next()).hasValue("dan");
    }

    @Test
    void it_is_over_when_all_have_lost() {
        for (int i = 0; i < 4; i++) {
            assertThat(race.goesOn()).isTrue();
            race.next();
            race.lost();
        }
        assertThat(race.goesOn()).isFalse();
    }

    @Test
    void silence_has_the_next_one_asked_and_ends_it_when_all_race() {
        for (var holder : List.of("ann", "bob", "cat")) {
            assertThat(race.goesOn()).isTrue();
            assertThat(race.next()).hasValue(holder);
            race.silent();
        }
        assertThat(race.goesOn()).isFalse();
    }
}
