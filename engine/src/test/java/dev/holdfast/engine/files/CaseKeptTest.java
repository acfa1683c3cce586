package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.Map;

/// Names that differ only in their case, where they are one name and shown as they were written.
class CaseKeptTest extends CaseContract {

    CaseKeptTest() throws Exception {
        super(true);
    }

    @Test
    void a_file_that_a_person_writes_in_other_letters_is_renamed_everywhere() throws Exception {
        ann.write("letter", "dear Bob");
        ann.write("d/x", "x");
        settle();
        Files.move(bob.folder.resolve("letter"), bob.folder.resolve("between"));
        Files.move(bob.folder.resolve("between"), bob.folder.resolve("Letter"));
        Files.move(bob.folder.resolve("d"), bob.folder.resolve("between"));
        Files.move(bob.folder.resolve("between"), bob.folder.resolve("D"));
        settle();
        assertThat(bob.pass().plan().problems()).isEmpty();
        assertThat(ann.all()).isEqualTo(Map.of("Letter", "dear Bob", "D", "directory", "D/x", "x"));
        assertThat(bob.all()).isEqualTo(ann.all());
    }
}
