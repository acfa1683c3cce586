package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treated;
import dev.holdfast.engine.api.Finding.Treatment;
import dev.holdfast.engine.api.Finding.Untouched;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.store.disk.PackAudit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Judges what was found when all that a device keeps was read, or its books were made anew.
final class DeepJudgement {

    private static final String CHECK = "content";
    private static final String REBUILT = "rebuilt";

    /// Files that are told one by one.
    private static final int TOLD_MAX = 20;

    private static final Treatment UNTOUCHED = new Untouched();

    private static final String LOOK_IN_FOLDERS =
            "Run `holdfast doctor --deep --fix`, which looks in linked folders too. ";

    private static final String ELSEWHERE =
            "Start Holdfast on every device that may have a copy, and store the files again that"
                    + " you have elsewhere.";

    private DeepJudgement() {}

    /// @param isMending whether what is damaged was put aside, and looked for in linked folders and
    ///   on other devices
    static List<Treated> of(Outcome.Scrubbed read, boolean isMending) {
        var all = new ArrayList<Treated>();
        if (read.damaged() + read.missing() == 0) {
            all.add(new Treated(sound(read), UNTOUCHED));
            return all;
        }
        read.files().stream().limit(TOLD_MAX).forEach(file -> all.add(file(file, isMending, read)));
        all.add(sum(read, isMending));
        return all;
    }

    private static Finding sound(Outcome.Scrubbed read) {
        return new Finding.Sound(
                CHECK,
                "Chunks in the packs: %,d, all sound; %s."
                        .formatted(read.checkedChunks(), pace(read.checkedBytes(), read.took())));
    }

    private static String pace(long bytes, Duration took) {
        double seconds = Math.max(took.toMillis(), 1) / 1000.0;
        double mebibytes = bytes / (double) (1 << 20);
        return "%,.0f MiB read at %,.0f MiB/s".formatted(mebibytes, mebibytes / seconds);
    }

    private static Treated file(Outcome.Hurt file, boolean isMending, Outcome.Scrubbed read) {
        var what =
                "%s: %s; %s."
                        .formatted(
                                file.path(),
                                file.chunks() == 1
                                        ? "1 of its chunks cannot be read here"
                                        : "%,d of its chunks cannot be read here"
                                                .formatted(file.chunks()),
                                elsewhere(file.copies()));
        if (isMending && file.back()) {
            return back(what, read);
        }
        return judged(what, file.copies() > 0, isMending);
    }

    private static String elsewhere(int copies) {
        return switch (copies) {
            case 0 -> "no other copy is known";
            case 1 -> "1 copy elsewhere";
            default -> copies + " copies elsewhere";
        };
    }

    private static Treated sum(Outcome.Scrubbed read, boolean isMending) {
        var what =
                "Chunks in the packs: %,d, damaged: %,d, gone: %,d, without another known copy: %,d; %s."
                        .formatted(
                                read.checkedChunks(),
                                read.damaged(),
                                read.missing(),
                                read.alone(),
                                pace(read.checkedBytes(), read.took()));
        return isMending && read.repaired() == read.damaged() + read.missing()
                ? back(what, read)
                : judged(what, read.alone() == 0, isMending);
    }

    private static Treated back(String what, Outcome.Scrubbed read) {
        var how =
                read.fromFolders() == 0
                        ? "Sound copies came back from other devices."
                        : read.fromFolders() == read.repaired()
                                ? "All of it was read again from linked folders."
                                : "Sound copies came back from other devices and from linked"
                                        + " folders.";
        return new Treated(hindered(what), new Mended(how));
    }

    private static Treated judged(String what, boolean hasCopies, boolean isMending) {
        if (!hasCopies) {
            var endangered =
                    new Finding.Endangered(
                            CHECK,
                            what,
                            isMending ? ELSEWHERE : LOOK_IN_FOLDERS + ELSEWHERE,
                            Means.PERSON);
            return new Treated(
                    endangered,
                    isMending ? new Left("what nobody else has is kept as it is") : UNTOUCHED);
        }
        return new Treated(
                hindered(what),
                isMending
                        ? new Mended(
                                "What is damaged is put aside; the other devices bring it back"
                                        + " while Holdfast runs.")
                        : UNTOUCHED);
    }

    private static Finding hindered(String what) {
        return new Finding.Hindered(
                CHECK,
                what,
                "Run `holdfast doctor --deep --fix`, and keep Holdfast running here and on the"
                        + " other devices.",
                Means.FIX);
    }

    /// What became of books that were made anew.
    static Treated of(Rebuilt rebuilt) {
        return new Treated(
                switch (rebuilt) {
                    case Rebuilt.Whole(var remade) ->
                            new Finding.Sound(REBUILT, sentence(remade, ""));
                    case Rebuilt.Salvaged(var remade, var lost) ->
                            new Finding.Endangered(
                                    REBUILT,
                                    sentence(
                                            remade,
                                            ", unread: %,d, changes of names without those before: %,d"
                                                    .formatted(lost.unread(), lost.batches())),
                                    "Keep Holdfast running here and on the other devices: what they"
                                            + " have of it comes back.",
                                    Means.PERSON);
                },
                UNTOUCHED);
    }

    private static String sentence(Rebuilt.Remade remade, String lost) {
        return ("Made anew from %,d records%s; chunks kept here: %,d, found in packs: %,d, gone:"
                        + " %,d; put aside: %s.")
                .formatted(
                        remade.records(),
                        lost,
                        remade.chunks(),
                        remade.found(),
                        remade.gone(),
                        remade.aside().isEmpty() ? "nothing" : Examination.named(remade.aside()));
    }

    /// What can be said when the device cannot be started: whose the chunks are, and who else has
    /// them, stands in its books.
    static Treated unnamed(PackAudit.Read read, Duration took) {
        var pace = pace(read.bytes(), took);
        return new Treated(
                read.damaged().isEmpty()
                        ? new Finding.Sound(
                                CHECK,
                                "Chunks in the packs: %,d, all sound; %s."
                                        .formatted(read.chunks(), pace))
                        : new Finding.Endangered(
                                CHECK,
                                ("Chunks in the packs: %,d, damaged: %,d; %s; their files show when"
                                                + " Holdfast starts again.")
                                        .formatted(read.chunks(), read.damaged().size(), pace),
                                "Mend first what keeps Holdfast from starting.",
                                Means.PERSON),
                UNTOUCHED);
    }
}
