package dev.holdfast.engine.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

class VersionVectorTest {

    private static final Actor ANN = new Actor(new DeviceId(new Hash(1, 0, 0, 0)), -1);
    private static final Actor BOB = new Actor(new DeviceId(new Hash(2, 0, 0, 0)), 7);

    private static VersionVector of(Dot... dots) {
        var vector = VersionVector.EMPTY;
        for (var dot : dots) {
            vector = vector.with(dot);
        }
        return vector;
    }

    @Test
    void one_covers_another_when_it_has_seen_all_that_the_other_has() {
        var older = of(new Dot(ANN, 3));
        var newer = of(new Dot(ANN, 4), new Dot(BOB, 1));
        assertThat(newer.covers(older)).isTrue();
        assertThat(older.covers(newer)).isFalse();
        assertThat(older.covers(older)).isTrue();
        var other = of(new Dot(BOB, 2));
        assertThat(newer.covers(other)).isFalse();
        assertThat(other.covers(newer)).isFalse();
    }

    @Test
    void merging_gives_the_least_vector_that_covers_both() {
        var merged = of(new Dot(ANN, 3), new Dot(BOB, 1)).merge(of(new Dot(BOB, 5)));
        assertThat(merged).isEqualTo(of(new Dot(ANN, 3), new Dot(BOB, 5)));
        assertThat(merged.contains(new Dot(BOB, 5))).isTrue();
        assertThat(merged.contains(new Dot(BOB, 6))).isFalse();
    }

    @Test
    void an_older_dot_takes_nothing_back() {
        assertThat(of(new Dot(ANN, 3)).with(new Dot(ANN, 2))).isEqualTo(of(new Dot(ANN, 3)));
    }

    @Test
    void writers_that_do_not_ascend_are_refused() {
        var to = new CanonicalWriter().u32(2);
        new Dot(BOB, 1).write(to);
        new Dot(ANN, 1).write(to);
        assertThatThrownBy(() -> VersionVector.read(new CanonicalReader(to.toBytes())))
                .isInstanceOf(MalformedException.class);
    }
}
