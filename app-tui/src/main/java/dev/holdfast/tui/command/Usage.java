package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome.Kind;
import dev.holdfast.engine.api.Outcome.Row;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.syntax.Flag;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `du VOLUME:/PATH`: how much is below a directory, and below each directory in it.
final class Usage extends Action {

    private final Value<VolumePath> at = place("at", "VOLUME:[/PATH]");
    private final Flag sum = flag("-s", "--summarize");

    Usage(Holdfast main) {
        super(main, "du");
    }

    /// What is below a directory.
    private record Sum(String path, long bytes, long files) {

        Sum plus(Row row) {
            return new Sum(path, bytes + row.size(), files + 1);
        }
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var place = at.get();
        var sums = sums(place, open((node, watch) -> Rows.all(node, place, true)));
        main.answer(() -> Json.array(sums, Usage::document), out -> tell(out, sums));
        return Exit.DONE;
    }

    /// Those of the directories in the place, and at last that of the place itself.
    private List<Sum> sums(VolumePath place, List<Row> rows) {
        var parts = new TreeMap<String, Sum>();
        var all = new Sum(place.toString(), 0, 0);
        for (var row : rows) {
            var path = Rows.below(place, row.path());
            int slash = path.indexOf('/');
            boolean isFile = row.kind() == Kind.FILE;
            if (slash >= 0 || row.kind() == Kind.DIRECTORY) {
                var name = slash < 0 ? path : path.substring(0, slash);
                var part = parts.getOrDefault(name, new Sum(within(place, name), 0, 0));
                parts.put(name, isFile ? part.plus(row) : part);
            }
            all = isFile ? all.plus(row) : all;
        }
        var sums = sum.isSet() ? new ArrayList<Sum>() : new ArrayList<>(parts.values());
        sums.add(all);
        return sums;
    }

    private static String within(VolumePath place, String name) {
        var top = place.toString();
        return top.endsWith("/") ? top + name : top + "/" + name;
    }

    private static JsonObject document(Sum sum) {
        var document = new JsonObject();
        document.addProperty("path", sum.path());
        document.addProperty("bytes", sum.bytes());
        document.addProperty("files", sum.files());
        return document;
    }

    private void tell(PrintStream out, List<Sum> sums) {
        var table = new Table(Words.titles("du.titles"));
        for (var each : sums) {
            table.row(
                    Sizes.text(each.bytes()), Long.toString(each.files()), Plain.text(each.path()));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }
}
