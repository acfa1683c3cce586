package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.render.Counts;
import dev.holdfast.tui.render.Paint;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.render.Table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the demo says. Nothing here decides.
final class Story {

    private static final int STRIP_MAX = 44;

    private final Holdfast main;
    private final Paint paint;
    private int chapter;

    Story(Holdfast main) {
        this.main = main;
        this.paint = main.terminal().paint();
    }

    void raising(int devices, Path folder) {
        chapter(devices + " devices on this machine, each a process with a home of its own");
        say("homes in " + folder);
    }

    void player(Stage.Player player, boolean founder) {
        say(
                "%s  PID %-7d  %s  %s"
                        .formatted(
                                paint.strong(player.name()),
                                player.process().pid(),
                                player.address(),
                                founder ? "founded the pool" : "joined with a one-use code"));
    }

    void settings(Duration repairAfter, Duration urgentAfter) {
        say("They speak TLS 1.3 with each other, and each proves who it is.");
        say(
                "repair-after is %s here (12 h in daily life), repair-urgent-after %s."
                        .formatted(Spans.text(repairAfter), Spans.text(urgentAfter)));
    }

    void storing(Path source, long bytes, String device) {
        chapter("store " + Plain.text(source.toString()) + " on " + device);
        say(Sizes.text(bytes) + ", back when three devices have every chunk on disk");
    }

    void stored(Outcome.Stored stored) {
        say(
                "%s in %s: %s, %s stored here, %s sent to others"
                        .formatted(
                                Sizes.text(stored.bytes()),
                                Spans.text(stored.took()),
                                Counts.text(stored.chunks(), "chunk"),
                                Sizes.text(stored.storedBytes()),
                                Sizes.text(stored.sentBytes())));
    }

    void spread(List<String> names, Spread spread) {
        chapter(
                "where the copies of its %s are"
                        .formatted(Counts.text(spread.chunks().size(), "chunk")));
        var shades = main.terminal().shows('█') ? "·░▒▓█" : ".-+*#";
        var table = new Table("device", ">chunks", ">bytes", "first to last chunk");
        for (var name : names) {
            table.row(
                    name,
                    String.valueOf(spread.chunksOn(name)),
                    Sizes.text(spread.bytesOn(name)),
                    spread.strip(name, STRIP_MAX, shades));
        }
        table.lines(paint).forEach(this::say);
    }

    void extra(String name) {
        say("Every device holds every chunk, so one more joins that gives no room: " + name + ".");
    }

    void losing(Stage.Player victim, Spread spread) {
        chapter("lose " + victim.name());
        say(
                paint.bad("kill -9 " + victim.process().pid())
                        + "  it held %s, %s"
                                .formatted(
                                        Counts.text(spread.chunksOn(victim.name()), "chunk"),
                                        Sizes.text(spread.bytesOn(victim.name()))));
    }

    void reading(String reader, Spread spread) {
        chapter("read it on " + reader);
        say(
                "%s is not the source and holds %d of its %s; the others come over the net"
                        .formatted(
                                reader,
                                spread.chunksOn(reader),
                                Counts.text(spread.chunks().size(), "chunk")));
    }

    void compared(Map<String, String> before, Map<String, String> after) {
        if (before.containsKey("")) {
            say("SHA-256 stored     " + before.get(""));
            say("SHA-256 read back  " + after.getOrDefault("", "none"));
        }
        long same =
                before.entrySet().stream()
                        .filter(each -> each.getValue().equals(after.get(each.getKey())))
                        .count();
        var sentence =
                before.size() == 1 && same == 1
                        ? "the same"
                        : "%d of %d files are the same".formatted(same, before.size());
        say(before.equals(after) ? paint.good(sentence) : paint.bad(sentence));
    }

    void healing(List<String> living, Duration repairAfter) {
        chapter("heal");
        say(
                "After %s without it, %s make the lost copies again."
                        .formatted(Spans.text(repairAfter), String.join(", ", living)));
    }

    void end(Ledger ledger) {
        chapter("done: three copies of every chunk stand again");
        ledger.table(paint).forEach(this::say);
    }

    private void chapter(String title) {
        chapter++;
        main.remark("");
        main.remark(paint.quiet(chapter + "  ") + paint.strong(title));
    }

    private void say(String sentence) {
        main.remark("   " + sentence);
    }
}
