package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.files.Passed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class SlicesTest {

    private static final Passed PASSED =
            new Passed(
                    new Plan(List.of(), List.of(), Optional.empty()),
                    Map.of(),
                    Map.of(),
                    new Passed.Sight(VersionVector.EMPTY, Set.of(), Map.of(), Optional.empty()),
                    false,
                    Optional.of(new Part()));

    private static final Duration SLICE = Duration.ofMillis(10);

    private final Slices slices = new Slices();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void it_is_early_until_all_was_looked_at() {
        assertThat(slices.isEarly()).isFalse();
        slices.begin();
        slices.seen(Optional.of(new Part()));
        assertThat(slices.isEarly()).isTrue();
        assertThat(slices.isLeft()).isTrue();
        slices.seen(Optional.empty());
        assertThat(slices.isEarly()).isFalse();
        assertThat(slices.isLeft()).isFalse();
    }

    @Test
    void the_last_slice_ends_that_too() {
        slices.begin();
        var sweep = slices.sweep(PASSED, begun::incrementAndGet);
        assertThat(slices.sliced(SLICE)).isEqualTo(SLICE);
        assertThat(slices.isEarly()).isTrue();
        assertThat(slices.sweep(PASSED, begun::incrementAndGet)).isSameAs(sweep);
        sweep.giveUp();
        assertThat(slices.sliced(SLICE)).isEqualTo(SLICE.multipliedBy(2));
        assertThat(slices.isEarly()).isFalse();
        assertThat(begun).hasValue(1);
    }

    /// What slices have seen before something failed may have been told of and lost since.
    @Test
    void what_begins_again_looks_at_all_again() {
        slices.begin();
        var sweep = slices.sweep(PASSED, begun::incrementAndGet);
        var _ = slices.sliced(SLICE);
        slices.begin();
        assertThat(slices.sweep(PASSED, begun::incrementAndGet)).isNotSameAs(sweep);
        assertThat(slices.isEarly()).isTrue();
        assertThat(begun).hasValue(2);
    }

    /// A look in one go has seen what the slices would.
    @Test
    void after_a_look_in_one_go_slices_begin_anew() {
        var sweep = slices.sweep(PASSED, begun::incrementAndGet);
        var _ = slices.sliced(SLICE);
        slices.seen(Optional.of(new Part()));
        assertThat(slices.sweep(PASSED, begun::incrementAndGet)).isSameAs(sweep);
        slices.seen(Optional.empty());
        assertThat(slices.sweep(PASSED, begun::incrementAndGet)).isNotSameAs(sweep);
        assertThat(slices.sliced(SLICE)).isEqualTo(SLICE);
        assertThat(begun).hasValue(2);
    }
}
