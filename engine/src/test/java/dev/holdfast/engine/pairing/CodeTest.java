package dev.holdfast.engine.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/// The words that a person carries from one screen to another.
class CodeTest {

    private static final Code CODE = new Code(List.of("tree", "lamp", "owner", "cabin"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tree-lamp-owner-cabin",
                "tree lamp owner cabin",
                "  Tree  LAMP\towner\n cabin ",
                "tree - lamp - owner - cabin",
                "-tree--lamp owner-cabin-"
            })
    void is_read_however_it_is_typed(String typed) throws NodeException {
        assertThat(Code.parse(typed)).isEqualTo(CODE);
    }

    @Test
    void is_printed_as_it_is_read() throws NodeException {
        assertThat(CODE.text()).isEqualTo("tree-lamp-owner-cabin");
        var random = new Random(3);
        for (int i = 0; i < 100; i++) {
            var drawn = Code.draw(random::nextBytes);
            assertThat(Code.parse(drawn.text())).isEqualTo(drawn);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tre lamp owner cabin, 'word 1, \"tre\", is none that codes are made of; \"tree\"'",
        "tree lampp owner cabin, 'word 2, \"lampp\", is none that codes are made of; \"lamp\"'",
        "tree lamp ownre cabin, 'word 3, \"ownre\", is none that codes are made of; \"owner\"'",
        "tree lamp owner kabin, 'word 4, \"kabin\", is none that codes are made of; \"cabin\"'",
    })
    void a_typo_is_found_here_and_the_nearest_word_is_named(String typed, String said) {
        refused(typed, said);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'it has 4 words, and 0 were typed'",
        "tree lamp owner, 'it has 4 words, and 3 were typed'",
        "tree lamp owner cabin tree, 'it has 4 words, and 5 were typed'",
        "tree lamp owner c\u001b[2Jabin, 'word 4 is none that codes are made of'",
    })
    void what_is_no_code_is_said_to_be_none(String typed, String said) {
        refused(typed, said);
    }

    @Test
    void what_is_too_long_is_not_looked_at() {
        refused("tree ".repeat(1 << 20), "longer than 4 words can be");
    }

    @Test
    void each_of_its_bits_counts() {
        var words = new HashSet<List<String>>();
        for (int bit = 0; bit < 44; bit++) {
            long bits = 1L << bit;
            words.add(Code.draw(bytes -> ByteBuffer.wrap(bytes).putLong(bits)).words());
        }
        assertThat(words).hasSize(44);
    }

    @Test
    void hides_itself_from_logs() {
        assertThat(CODE.toString()).doesNotContain("tree");
    }

    @Test
    void the_check_words_are_three_of_the_list() {
        assertThat(Code.check(new Hash(0, 1, 1, 1))).isEqualTo("abandon abandon abandon");
        assertThat(Code.check(new Hash(-1, 1, 1, 1))).isEqualTo("zoo zoo zoo");
    }

    private static void refused(String typed, String said) {
        assertThatThrownBy(() -> Code.parse(typed))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED);
                            assertThat(e.problem().what()).contains(said);
                            assertThat(e.problem().remedy()).contains("type it again");
                        });
    }
}
