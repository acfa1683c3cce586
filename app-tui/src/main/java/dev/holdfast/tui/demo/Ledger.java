package dev.holdfast.tui.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Paint;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What each step took.
final class Ledger {

    private record Line(String step, Duration took, long bytes) {}

    private final List<Line> lines = new ArrayList<>();

    void add(String step, Duration took, long bytes) {
        lines.add(new Line(step, took, bytes));
    }

    List<String> table(Paint paint) {
        var table = new Table(Words.titles("demo.steps.titles"));
        for (var line : lines) {
            double seconds = Math.max(0.001, line.took().toMillis() / 1000.0);
            table.row(
                    line.step(),
                    Spans.text(line.took()),
                    line.bytes() == 0 ? "" : Sizes.text(line.bytes()),
                    line.bytes() == 0 ? "" : Sizes.text((long) (line.bytes() / seconds)) + "/s");
        }
        return table.lines(paint);
    }

    JsonArray json() {
        return Json.array(
                lines,
                line -> {
                    var each = new JsonObject();
                    each.addProperty("step", line.step());
                    each.addProperty("seconds", Json.seconds(line.took()));
                    each.addProperty("bytes", line.bytes());
                    return each;
                });
    }
}
