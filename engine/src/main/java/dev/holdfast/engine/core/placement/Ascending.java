package dev.holdfast.engine.core.placement;

/// The order of many numbers, without an object for each.
final class Ascending {

    private Ascending() {}

    /// The indices of `values` so that the values ascend; equal values keep their order. A merge
    /// sort from the bottom up.
    static int[] order(double[] values) {
        var from = new int[values.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = i;
        }
        var to = new int[values.length];
        for (int width = 1; width < values.length; width *= 2) {
            for (int start = 0; start < values.length; start += 2 * width) {
                int middle = Math.min(start + width, values.length);
                int end = Math.min(start + 2 * width, values.length);
                merge(values, from, to, new Runs(start, middle, end));
            }
            var swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    /// Two neighbouring sorted runs: `[start, middle)` and `[middle, end)`.
    private record Runs(int start, int middle, int end) {}

    private static void merge(double[] values, int[] from, int[] to, Runs runs) {
        int left = runs.start;
        int right = runs.middle;
        for (int at = runs.start; at < runs.end; at++) {
            boolean takeLeft =
                    right == runs.end
                            || (left < runs.middle && values[from[left]] <= values[from[right]]);
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
