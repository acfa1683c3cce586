package dev.holdfast.gui.files;

import dev.holdfast.engine.api.Outcome;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the copies of one file are.
///
/// @param copies the fewest copies any chunk of it has
/// @param shares each device that holds some of it, and how much
public record Whereabouts(Outcome.Row row, int chunks, int copies, List<Share> shares) {

    /// How many of a file's chunks a device holds.
    public record Share(String device, int held) {}

    public Whereabouts {
        shares = List.copyOf(shares);
    }

    static Whereabouts of(Outcome.Description description) {
        Map<String, Integer> held = new TreeMap<>();
        int fewest = Integer.MAX_VALUE;
        for (var chunk : description.chunks()) {
            chunk.holders().forEach(name -> held.merge(name, 1, Integer::sum));
            fewest = Math.min(fewest, chunk.holders().size());
        }
        return new Whereabouts(
                description.row(),
                description.chunks().size(),
                description.chunks().isEmpty() ? 0 : fewest,
                held.entrySet().stream()
                        .map(each -> new Share(each.getKey(), each.getValue()))
                        .toList());
    }
}
