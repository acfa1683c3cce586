package dev.holdfast.engine.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a rebuild writes down before it changes anything that is in use, so that another one that
/// finishes it can say what was lost.
///
/// @param aside how the names of what it puts aside end
/// @param lost of a damaged journal; empty when the journal is sound
record RebuildMark(String aside, Optional<Rebuilt.Lost> lost) {

    private static final String TITLE = "holdfast doctor --rebuild goes on here";
    private static final String ASIDE = "aside";
    private static final String SOUND = "sound";
    private static final String UNREAD = "unread";
    private static final String BATCHES = "batches";
    private static final String RECORDS = "records";

    String text() {
        var lines = new ArrayList<String>();
        lines.add(TITLE);
        lines.add(ASIDE + " " + aside);
        if (lost.isEmpty()) {
            lines.add(SOUND);
        } else {
            lines.add(UNREAD + " " + lost.get().unread());
            lines.add(BATCHES + " " + lost.get().batches());
            for (var range : lost.get().records()) {
                lines.add(RECORDS + " " + range.from() + " " + range.to());
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /// What cannot be read counts as not known.
    static RebuildMark of(String text) {
        var aside = "";
        boolean isSound = false;
        long unread = 0;
        long batches = 0;
        List<Rebuilt.Range> records = new ArrayList<>();
        for (var line : text.lines().toList()) {
            var words = line.split(" ", -1);
            switch (words[0]) {
                case ASIDE -> aside = words.length == 2 ? words[1] : "";
                case SOUND -> isSound = true;
                case UNREAD -> unread = number(words, 1);
                case BATCHES -> batches = number(words, 1);
                case RECORDS -> records.add(new Rebuilt.Range(number(words, 1), number(words, 2)));
                default -> {}
            }
        }
        var lost = new Rebuilt.Lost(List.copyOf(records), unread, batches);
        return new RebuildMark(aside, isSound ? Optional.empty() : Optional.of(lost));
    }

    private static long number(String[] words, int at) {
        return words.length > at && words[at].matches("[0-9]{1,18}")
                ? Long.parseLong(words[at])
                : 0;
    }
}
