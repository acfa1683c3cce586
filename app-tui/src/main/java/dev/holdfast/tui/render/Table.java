package dev.holdfast.tui.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of cells in columns as wide as their widest cell. A column whose title begins with `>` is
/// aligned to the right.
public final class Table {

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> titles) {
        this.titles = List.copyOf(titles);
    }

    public void row(String... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + titles.size() + " columns");
        }
        rows.add(List.copyOf(Arrays.asList(cells)));
    }

    /// The lines, the titles first.
    public List<String> lines(Paint paint) {
        var heads = titles.stream().map(t -> t.startsWith(">") ? t.substring(1) : t).toList();
        var widths = IntStream.range(0, titles.size()).map(this::width).toArray();
        var lines = new ArrayList<String>();
        lines.add(paint.quiet(line(heads, widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var gap = " ".repeat(widths[i] - length(cells.get(i)));
            boolean right = titles.get(i).startsWith(">");
            line.append(i == 0 ? "" : "  ");
            line.append(right ? gap + cells.get(i) : cells.get(i) + gap);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int head = length(titles.get(column)) - (titles.get(column).startsWith(">") ? 1 : 0);
        return IntStream.concat(
                        IntStream.of(head), rows.stream().mapToInt(row -> length(row.get(column))))
                .max()
                .orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
