package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Plan.Problem;
import dev.holdfast.engine.core.sync.Plan.Reason;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

/// Names that differ only in their case, where they are one name and shown without capitals.
class CaseLostTest extends CaseContract {

    CaseLostTest() throws Exception {
        super(false);
    }

    @Test
    void names_of_which_the_capitals_are_not_shown_are_told_and_stay_what_they_are()
            throws Exception {
        ann.write("Letter", "dear Bob");
        ann.write("D/X", "x");
        ann.write("small", "small");
        settle();
        assertThat(bob.pass().plan().problems())
                .containsExactlyInAnyOrder(lost("Letter", "letter"), lost("D", "d"));
        ann.write("small", "small, edited");
        settle();
        assertThat(bob.read("small")).isEqualTo("small, edited");
        assertThat(ann.all())
                .isEqualTo(
                        Map.of(
                                "Letter", "dear Bob",
                                "D", "directory",
                                "D/X", "x",
                                "small", "small, edited"));
    }

    private static Problem lost(String path, String other) {
        return new Problem(
                new EntryPath(path), Reason.CASE_LOST, Optional.of(new EntryPath(other)));
    }
}
