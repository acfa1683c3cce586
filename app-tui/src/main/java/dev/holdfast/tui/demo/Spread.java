package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.Outcome;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Where the chunks of something stored are.
///
/// @param chunks in the order of the content; the same chunk may come twice
record Spread(List<Outcome.Chunk> chunks) {

    Spread {
        chunks = List.copyOf(chunks);
    }

    long bytes() {
        return chunks.stream().mapToLong(Outcome.Chunk::length).sum();
    }

    long chunksOn(String device) {
        return chunks.stream().filter(chunk -> chunk.holders().contains(device)).count();
    }

    long bytesOn(String device) {
        return chunks.stream()
                .filter(chunk -> chunk.holders().contains(device))
                .mapToLong(Outcome.Chunk::length)
                .sum();
    }

    boolean allOn(String device) {
        return chunksOn(device) == chunks.size();
    }

    /// How many copies there are on these devices, up to `wanted` of each chunk.
    long copiesOn(Collection<String> devices, int wanted) {
        var set = Set.copyOf(devices);
        return chunks.stream()
                .mapToLong(
                        chunk ->
                                Math.min(
                                        wanted,
                                        chunk.holders().stream().filter(set::contains).count()))
                .sum();
    }

    boolean stands(Collection<String> devices, int wanted) {
        return copiesOn(devices, wanted) == (long) wanted * chunks.size();
    }

    /// The content from its first to its last chunk as `width` marks at most, each the darker the
    /// more of its chunks the device holds.
    String strip(String device, int width, String shades) {
        int cells = Math.min(width, chunks.size());
        var strip = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            int from = (int) ((long) cell * chunks.size() / cells);
            int to = (int) ((cell + 1L) * chunks.size() / cells);
            long held =
                    chunks.subList(from, to).stream()
                            .filter(chunk -> chunk.holders().contains(device))
                            .count();
            int darkest = shades.length() - 1;
            int shade = held == 0 ? 0 : (int) Math.ceilDiv(held * darkest, to - from);
            strip.append(shades.charAt(shade));
        }
        return strip.toString();
    }
}
