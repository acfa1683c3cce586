package dev.holdfast.engine.api.recovery;

import java.time.Instant;
import java.util.List;

/// The recovery words as a page to print: plain text that fits a sheet of A4 or Letter in any
/// printer's usual letters.
///
/// @param device the first device of the pool, as people call it
/// @param drawn when the words were drawn
/// @param words 24, in their order
public record WordsPage(String device, Instant drawn, List<String> words) {

    /// Words in one row of the page.
    private static final int COLUMNS = 3;

    /// How the date is written: the day alone.
    private static final int DAY = "2026-01-01".length();

    private static final String FOOT =
            """

            When devices are lost
              1. Keep one device that is left running, on the same network.
              2. Install Holdfast on another machine, and type there:
                     holdfast recover
                 Add --at HOST:PORT if no device is on the same network.
              3. Type the 24 words. They are not sent anywhere.
            Contents come back as far as devices that are left hold them.

            While all is well
              Try it once a year: `holdfast recover --rehearse` changes nothing.

            Keep this page like a key
              Whoever has these words has the pool, and reads all of it.
              Do not photograph them, nor put them into mail or a cloud.
              Two pages in two places are safer than one.
              Remove the file from which this was printed, and empty the bin.
            """;

    public WordsPage {
        words = List.copyOf(words);
    }

    /// The page, with a line feed behind each line.
    public String text() {
        var page = new StringBuilder(head());
        int rows = (words.size() + COLUMNS - 1) / COLUMNS;
        for (int row = 0; row < rows; row++) {
            var line = new StringBuilder();
            for (int i = row; i < words.size(); i += rows) {
                line.append("   %2d  %-14s".formatted(i + 1, words.get(i)));
            }
            page.append(line.toString().stripTrailing()).append('\n');
        }
        return page.append(FOOT).toString();
    }

    private String head() {
        return """
        HOLDFAST RECOVERY WORDS

        The pool that began on   %s
        on                       %s

        These 24 words, in this order, bring the pool back when its devices
        are lost. No device keeps them, and they are not shown again.

        """
                .formatted(device, drawn.toString().substring(0, DAY));
    }

    @Override
    public String toString() {
        return "WordsPage(hidden)";
    }
}
