package dev.holdfast.tui.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {

    @Test
    void usual_names_stay_as_they_are() {
        for (var name : new String[] {"lake.jpg", "C:\\x", "Über ähnliches", "湖.jpg", "🏔 one"}) {
            assertThat(Plain.text(name)).isEqualTo(name);
        }
    }

    @Test
    void what_moves_hides_or_reorders_is_written_out() {
        assertThat(Plain.text("a\tb\u0000\u009b\u200b\u2066\u2028"))
                .isEqualTo("a\\x{9}b\\x{0}\\x{9b}\\x{200b}\\x{2066}\\x{2028}");
        assertThat(Plain.text("\ud800x")).isEqualTo("\\x{d800}x");
    }

    @Test
    void a_word_to_copy_is_one_word_to_a_shell() {
        assertThat(Plain.word("files:/Über/lake_1.jpg")).isEqualTo("files:/Über/lake_1.jpg");
        assertThat(Plain.word("files:/my $HOME's")).isEqualTo("'files:/my $HOME'\\''s'");
        assertThat(Plain.word("a\u001b[2J")).isEqualTo("'a\\x{1b}[2J'");
        assertThat(Plain.word("")).isEqualTo("''");
    }

    @Test
    void an_escape_cannot_be_forged() {
        assertThat(Plain.text("\\x{a}\n")).isEqualTo("\\\\x{a}\\x{a}");
    }
}
