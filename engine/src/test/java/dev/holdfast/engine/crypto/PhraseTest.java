package dev.holdfast.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;

class PhraseTest {

    private final Random random = new Random(1);

    @ParameterizedTest(name = "P9 BIP39 {0}")
    @CsvFileSource(resources = "bip39-vectors.csv")
    void gives_the_published_words_for_the_published_bits(String bits, String words)
            throws Exception {
        assertThat(String.join(" ", new Phrase(Hash.parse(bits)).words())).isEqualTo(words);
        assertThat(Phrase.parse(words)).isEqualTo(new Phrase(Hash.parse(bits)));
    }

    @Test
    void any_bits_come_back() throws Exception {
        for (int i = 0; i < 200; i++) {
            var phrase = any();
            assertThat(Phrase.parse(String.join(" ", phrase.words()))).isEqualTo(phrase);
        }
    }

    @Test
    void reads_what_people_type() throws Exception {
        var phrase = any();
        var words = String.join(",\r\n  ", phrase.words()).toUpperCase(Locale.ROOT);
        assertThat(Phrase.parse("  " + words + "\n")).isEqualTo(phrase);
    }

    @Test
    void names_the_word_that_is_not_in_the_list() {
        var words = new ArrayList<>(any().words());
        words.set(6, "holdfast");
        assertThatThrownBy(() -> Phrase.parse(String.join(" ", words)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("word 7")
                .hasMessageContaining("holdfast");
    }

    @ParameterizedTest
    @CsvSource({"abandn, abandon", "zooo, zoo", "waether, weather", "Abandom, abandon"})
    void guesses_what_was_meant(String typed, String meant) {
        var words = new ArrayList<>(any().words());
        words.set(23, typed);
        assertThatThrownBy(() -> Phrase.parse(String.join(" ", words)))
                .hasMessageContaining("word 24")
                .hasMessageContaining("perhaps it is " + meant);
    }

    @Test
    void counts_the_words() {
        assertThatThrownBy(() -> Phrase.parse("zoo zoo zoo")).hasMessageContaining("this has 3");
        assertThatThrownBy(() -> Phrase.parse("")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Phrase.parse("zoo ".repeat(100_000)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void notices_nearly_every_pair_that_changed_places() {
        int unnoticed = 0;
        for (int i = 0; i < 200; i++) {
            var words = new ArrayList<>(any().words());
            Collections.swap(words, 3, 9);
            unnoticed += isPhrase(String.join(" ", words)) ? 1 : 0;
        }
        assertThat(unnoticed).isLessThanOrEqualTo(5);
    }

    @Test
    @DisplayName("the text form of every secret hides it")
    void hides_itself() {
        var phrase = any();
        assertThat(phrase.toString()).doesNotContain(phrase.words().getFirst()).contains("hidden");
        assertThat(new Secret(phrase.bits()).toString()).doesNotContain(phrase.bits().toString());
    }

    private static boolean isPhrase(String words) {
        try {
            Phrase.parse(words);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private Phrase any() {
        return new Phrase(
                new Hash(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()));
    }
}
