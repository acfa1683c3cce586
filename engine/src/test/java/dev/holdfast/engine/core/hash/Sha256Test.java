package dev.holdfast.engine.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Vectors of FIPS 180-2, appendix B.
class Sha256Test {

    @Test
    @DisplayName("P9 SHA-256 of a short text")
    void hashes_a_short_text() {
        assertThat(Sha256.of(ascii("abc")))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    @DisplayName("P9 SHA-256 of two blocks")
    void hashes_two_blocks() {
        var text = ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
        assertThat(Sha256.of(ByteBuffer.wrap(text)))
                .hasToString("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }

    @Test
    @DisplayName("P9 SHA-256 of a million letters in pieces")
    void hashes_a_million_letters_in_pieces() {
        var sha = new Sha256();
        var piece = ascii("a".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            sha.update(piece, 0, piece.length);
        }
        assertThat(sha.finish())
                .hasToString("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
