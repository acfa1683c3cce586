package dev.holdfast.engine.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {

    @ParameterizedTest
    @CsvSource({"2,2", "9,10", "10,10", "11,12", "100,104", "1000,1024", "4194313,4325376"})
    void pads_as_the_paper_says(int length, int padded) {
        assertThat(Padding.padded(length)).isEqualTo(padded);
    }

    @Test
    void never_shrinks_adds_little_and_stays_when_padded_again() {
        for (int length = 2; length < 3_000_000; length += 1 + length / 97) {
            int padded = Padding.padded(length);
            assertThat(padded).isBetween(length, length + length / 8);
            assertThat(Padding.padded(padded)).isEqualTo(padded);
        }
    }

    @Test
    void the_greatest_chunk_fits_what_every_reader_allows() {
        assertThat(1 + Padding.padded(9 + ChunkRef.LENGTH_MAX) + 16)
                .isLessThanOrEqualTo(ChunkRef.SEALED_MAX);
    }
}
