package dev.holdfast.tui.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

class TableTest {

    private static final Paint PLAIN = new Paint(false);

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        var table = new Table(List.of("name", ">size", "by"));
        table.row("lake.jpg", "9 B", "ann");
        table.row("a", "1.25 KiB", "");
        assertThat(table.lines(PLAIN))
                .containsExactly(
                        "name          size  by", "lake.jpg       9 B  ann", "a         1.25 KiB");
    }

    @Test
    @Timeout(60)
    void a_table_of_very_many_rows_is_drawn_row_by_row() {
        var table = new Table(List.of("name", ">size"));
        for (int i = 0; i < 100_000; i++) {
            table.row("file " + i, "9 B");
        }
        assertThat(table.lines(PLAIN)).hasSize(100_001).endsWith("file 99999   9 B");
    }
}
