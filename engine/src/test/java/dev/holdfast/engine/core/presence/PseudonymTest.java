package dev.holdfast.engine.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// Who recognizes whom.
class PseudonymTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Hash SECRET = new Hash(1, 2, 3, 4);
    private static final Hash OTHER = new Hash(1, 2, 3, 5);
    private static final DeviceId ANN = new DeviceId(new Hash(5, 5, 5, 5));
    private static final DeviceId BOB = new DeviceId(new Hash(6, 6, 6, 6));

    @Test
    void a_member_is_recognized_by_those_who_share_the_secret() {
        var names = Pseudonym.all(List.of(OTHER, SECRET), List.of(ANN, BOB), NOON);
        assertThat(names).hasSize(12);
        assertThat(names.get(Pseudonym.of(SECRET, ANN, NOON))).isEqualTo(ANN);
        assertThat(names.get(Pseudonym.of(OTHER, BOB, NOON))).isEqualTo(BOB);
    }

    @Test
    void without_the_secret_nobody_is() {
        assertThat(Pseudonym.all(List.of(OTHER), List.of(ANN, BOB), NOON))
                .doesNotContainKey(Pseudonym.of(SECRET, ANN, NOON));
        assertThat(Pseudonym.all(List.of(), List.of(ANN), NOON)).isEmpty();
    }

    @Test
    void clocks_may_be_a_quarter_of_an_hour_wrong_and_not_half_a_day() {
        var names = Pseudonym.all(List.of(SECRET), List.of(ANN), NOON);
        for (var skew : List.of(Duration.ofMinutes(15), Duration.ofMinutes(-15))) {
            assertThat(names).containsKey(Pseudonym.of(SECRET, ANN, NOON.plus(skew)));
        }
        assertThat(names).doesNotContainKey(Pseudonym.of(SECRET, ANN, NOON.plusSeconds(43_200)));
        var early = Instant.parse("1969-12-31T23:59:00Z");
        assertThat(Pseudonym.all(List.of(SECRET), List.of(ANN), early))
                .containsKey(Pseudonym.of(SECRET, ANN, early));
    }

    @Test
    void no_name_comes_twice() {
        var names = new HashSet<Pseudonym>();
        for (int i = 0; i < 1000; i++) {
            names.add(Pseudonym.of(SECRET, ANN, NOON.plus(Pseudonym.SLOT.multipliedBy(i))));
            names.add(Pseudonym.of(SECRET, BOB, NOON.plus(Pseudonym.SLOT.multipliedBy(i))));
        }
        assertThat(names).hasSize(2000);
    }
}
