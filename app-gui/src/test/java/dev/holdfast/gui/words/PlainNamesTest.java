package dev.holdfast.gui.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainNamesTest {

    @Test
    void names_of_every_script_and_joined_pictures_stay_as_they_are() {
        for (var name :
                new String[] {"Über.jpg", "湖", "שלום.txt", "👨\u200d👩\u200d👧", "می\u200cخواهم"}) {
            assertThat(Plain.name(name)).isEqualTo(name);
        }
    }

    @Test
    void what_breaks_a_line_or_turns_it_round_is_written_out() {
        assertThat(Plain.name("photo\u202egpj.exe")).isEqualTo("photo\\x{202e}gpj.exe");
        assertThat(Plain.name("a\nb\u001b\u2028\u2066\u061c"))
                .isEqualTo("a\\x{a}b\\x{1b}\\x{2028}\\x{2066}\\x{61c}");
        assertThat(Plain.lines("a\nb\tc")).isEqualTo("a\nb\\x{9}c");
    }
}
