package dev.holdfast.engine.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.Random;

class Base32Test {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final Random random = new Random(1);

    @Test
    void gives_back_what_it_encoded() throws Exception {
        for (int length = 0; length < 200; length++) {
            var bytes = any(length);
            assertThat(Base32.decode(Base32.encode(bytes), length)).isEqualTo(bytes);
        }
    }

    @Test
    void reads_any_case_and_spacing() throws Exception {
        var bytes = any(32);
        var text = Base32.encode(bytes);
        for (var typed :
                new String[] {
                    text.toUpperCase(Locale.ROOT),
                    text.replace("-", ""),
                    text.replace("-", " "),
                    " " + text.replace("-", "-\n") + "\t"
                }) {
            assertThat(Base32.decode(typed, 32)).isEqualTo(bytes);
        }
    }

    @Test
    void notices_every_wrong_letter_and_names_its_group() {
        var text = Base32.encode(any(20));
        for (int i = 0; i < text.length(); i++) {
            for (int n = 0; n < ALPHABET.length(); n++) {
                char c = ALPHABET.charAt(n);
                if (text.charAt(i) != '-' && text.charAt(i) != c) {
                    var typed = text.substring(0, i) + c + text.substring(i + 1);
                    assertThatThrownBy(() -> Base32.decode(typed, 20))
                            .isInstanceOf(MalformedException.class)
                            .hasMessageContaining("group " + (i / 9 + 1));
                }
            }
        }
    }

    @Test
    void notices_letters_and_groups_that_changed_places() {
        var text = Base32.encode(any(35));
        for (int i = 0; i + 1 < text.length(); i++) {
            var letters = text.toCharArray();
            char first = letters[i];
            letters[i] = letters[i + 1];
            letters[i + 1] = first;
            if (first != letters[i] && first != '-' && letters[i] != '-') {
                assertThatThrownBy(() -> Base32.decode(new String(letters), 35))
                        .isInstanceOf(MalformedException.class);
            }
        }
        var swapped = text.substring(9, 18) + text.substring(0, 9) + text.substring(18);
        assertThatThrownBy(() -> Base32.decode(swapped, 35)).hasMessageContaining("group 1");
    }

    @Test
    void refuses_what_is_no_such_text() {
        var text = Base32.encode(any(10));
        assertThatThrownBy(() -> Base32.decode(text, 9)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Base32.decode("a".repeat(1 << 20), 100))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> Base32.decode(text.replace(text.charAt(3), '1'), 10))
                .hasMessageContaining("group 1");
        assertThatThrownBy(() -> Base32.decode("a", 10)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Base32.decode("é", 10)).isInstanceOf(MalformedException.class);
    }

    @Test
    void random_letters_never_do_harm() {
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(ALPHABET.charAt(random.nextInt(32)));
            }
            try {
                var bytes = Base32.decode(text.toString(), 30);
                assertThat(Base32.encode(bytes).replace("-", "")).isEqualTo(text.toString());
            } catch (MalformedException refused) {
                assertThat(refused).message().isNotEmpty();
            }
        }
    }

    @Test
    void a_device_reads_its_own_name() throws Exception {
        var id = new DeviceId(Sha256.of(any(5)));
        assertThat(DeviceId.parse(id.text())).isEqualTo(id);
        assertThat(id.text()).hasSize(60 + 7);
        var cut = id.text().substring(0, 44);
        assertThatThrownBy(() -> DeviceId.parse(cut)).hasMessageContaining("end is missing");
    }

    private byte[] any(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
