package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.WordCheck;
import dev.holdfast.engine.api.recovery.WordsPage;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Phrase;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The recovery words outside of the device.
class PaperTest {

    private static final List<String> OTHERS = new Phrase(new Hash(1, 2, 3, 4)).words();

    @TempDir private Path folder;
    private Household pool;
    private Home ann;
    private List<String> words;

    @BeforeEach
    void ann_has_begun_a_pool() throws Exception {
        pool = new Household(Files.createDirectory(folder.resolve("homes")), Map.of());
        pool.found("ann");
        pool.stop("ann");
        ann = pool.home("ann");
        words = pool.words();
    }

    @Test
    void a_file_gets_them_for_its_owner_alone_and_none_is_overwritten() throws IOException {
        var file = folder.resolve("words");
        ann.paper().write(file, words);
        assertThat(Files.readString(file)).isEqualTo(String.join(" ", words) + "\n");
        ofTheOwner(file);
        var page = folder.resolve("page");
        ann.paper().print(page, "ann", words);
        ofTheOwner(page);
        assertThatThrownBy(() -> ann.paper().print(file, "ann", words))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(file)).startsWith(words.getFirst());
    }

    private static void ofTheOwner(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_page_says_what_it_is_for_and_how_to_come_back() {
        var page = new WordsPage("lake", Instant.parse("2026-11-22T03:04:05Z"), OTHERS).text();
        assertThat(page).contains("lake", "2026-11-22", "holdfast recover\n", "--rehearse");
        for (int i = 0; i < OTHERS.size(); i++) {
            assertThat(page).containsPattern(" %d  %s\\s".formatted(i + 1, OTHERS.get(i)));
        }
        assertThat(page.lines()).hasSizeLessThan(60).allMatch(line -> line.length() <= 72);
    }

    @Test
    void three_of_them_are_asked_for_one_of_each_third_however_they_are_capitalised() {
        var check = WordCheck.of(OTHERS);
        assertThat(check.places()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(check.places().get(i)).isBetween(8 * i, 8 * i + 7);
        }
        var right = check.places().stream().map(OTHERS::get).toList();
        assertThat(check.accepts(right)).isTrue();
        var loud = right.stream().map(word -> " " + word.toUpperCase(Locale.ROOT)).toList();
        assertThat(check.accepts(loud)).isTrue();
        assertThat(check.accepts(Collections.nCopies(3, right.getFirst()))).isFalse();
        assertThat(check.toString()).doesNotContain(right.getFirst());
    }

    @Test
    void status_says_that_nobody_has_read_them_until_somebody_has() throws Exception {
        assertThat(reminders()).isEmpty();
        ann.paper().putOff(words);
        assertThat(reminders()).hasSize(1);
        assertThat(Files.readString(pool.place("ann").resolve(Paper.UNREAD)))
                .matches("[0-9a-f]{64}\n");

        refused(String.join(" ", OTHERS), Problem.Code.REFUSED);
        refused(String.join(" ", words.subList(0, 23)), Problem.Code.REFUSED);
        assertThat(reminders()).hasSize(1);

        ann.paper().check(String.join("  ", words).toUpperCase(Locale.ROOT));
        assertThat(reminders()).isEmpty();
        refused(String.join(" ", words), Problem.Code.NO_SUCH);
    }

    private void refused(String typed, Problem.Code why) {
        assertThatThrownBy(() -> ann.paper().check(typed))
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(why));
    }

    private List<String> reminders() throws NodeException {
        try (var node = ann.node()) {
            return node.status().problems().stream()
                    .map(Problem::remedy)
                    .filter(remedy -> remedy.contains("recover --check"))
                    .toList();
        }
    }
}
