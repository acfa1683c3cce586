package dev.holdfast.testbed.sim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Runs any number of seeds, and tells the story of each that fails, cut short.
public final class SimMain {

    private SimMain() {}

    /// `SEEDS [FROM [TEXT]]`: how many seeds, the first of them, and what is looked for in their
    /// stories.
    public static void main(String[] arguments) {
        long seeds = Long.parseLong(arguments[0]);
        long from = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        var to = new FileOutputStream(FileDescriptor.out);
        try (var out = new PrintStream(to, true, StandardCharsets.UTF_8)) {
            var text = Arrays.stream(arguments).skip(2).findFirst();
            long failed = 0;
            long steps = 0;
            for (long seed = from; seed < from + seeds; seed++) {
                var run = Run.of(seed);
                steps += run.steps();
                if (text.filter(sought -> run.told().contains(sought)).isPresent()) {
                    out.println("seed " + seed + " tells of it");
                }
                if (!run.isGood()) {
                    failed++;
                    out.println(Shrinker.shrink(run, Mutant.NONE).told());
                }
            }
            out.printf("%,d seeds, %,d steps, %,d failed%n", seeds, steps, failed);
        }
    }
}
