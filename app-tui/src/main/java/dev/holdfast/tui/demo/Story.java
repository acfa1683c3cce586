package dev.holdfast.tui.demo;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.command.Holdfast;
import dev.holdfast.tui.render.Paint;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.words.Words;

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
        chapter(Words.say("demo.raise", devices));
        say(Words.say("demo.raise.homes", folder));
    }

    void player(Stage.Player player, boolean founder) {
        say(
                Words.say(
                        "demo.player",
                        paint.strong(player.name()),
                        "%-7d".formatted(player.process().pid()),
                        player.address(),
                        Words.say(founder ? "demo.player.founder" : "demo.player.guest")));
    }

    void settings(Duration repairAfter, Duration urgentAfter) {
        say(Words.say("demo.settings.net"));
        say(Words.say("demo.settings.repair", Spans.text(repairAfter), Spans.text(urgentAfter)));
    }

    void storing(Path source, long bytes, String device) {
        chapter(Words.say("demo.store", Plain.text(source.toString()), device));
        say(Words.say("demo.store.how", Sizes.text(bytes)));
    }

    void stored(Outcome.Stored stored) {
        say(
                Words.say(
                        "demo.stored",
                        Sizes.text(stored.bytes()),
                        Spans.text(stored.took()),
                        Words.count("chunk", stored.chunks()),
                        Sizes.text(stored.storedBytes()),
                        Sizes.text(stored.sentBytes())));
    }

    void spread(List<String> names, Spread spread) {
        chapter(Words.say("demo.spread", Words.count("chunk", spread.chunks().size())));
        var shades = main.terminal().shows('█') ? "·░▒▓█" : ".-+*#";
        var table = new Table(Words.titles("demo.spread.titles"));
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
        say(Words.say("demo.extra", name));
    }

    void losing(Stage.Player victim, Spread spread) {
        chapter(Words.say("demo.lose", victim.name()));
        say(
                Words.say(
                        "demo.lose.held",
                        paint.bad("kill -9 " + victim.process().pid()),
                        Words.count("chunk", spread.chunksOn(victim.name())),
                        Sizes.text(spread.bytesOn(victim.name()))));
    }

    void reading(String reader, Spread spread) {
        chapter(Words.say("demo.read", reader));
        say(
                Words.say(
                        "demo.read.holds",
                        reader,
                        spread.chunksOn(reader),
                        Words.count("chunk", spread.chunks().size())));
    }

    void compared(Map<String, String> before, Map<String, String> after) {
        if (before.containsKey("")) {
            say(Words.say("demo.read.stored", before.get("")));
            say(Words.say("demo.read.back", after.getOrDefault("", Words.say("demo.read.none"))));
        }
        long same =
                before.entrySet().stream()
                        .filter(each -> each.getValue().equals(after.get(each.getKey())))
                        .count();
        var sentence =
                before.size() == 1 && same == 1
                        ? Words.say("demo.read.same")
                        : Words.say("demo.read.files", same, before.size());
        say(before.equals(after) ? paint.good(sentence) : paint.bad(sentence));
    }

    void healing(List<String> living, Duration repairAfter) {
        chapter(Words.say("demo.heal"));
        say(Words.say("demo.heal.when", Spans.text(repairAfter), String.join(", ", living)));
    }

    void end(Ledger ledger) {
        chapter(Words.say("demo.done"));
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
