package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.Status;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `status`: how this device and its pool stand, in a few lines.
final class ShowStatus extends Action {

    ShowStatus(Holdfast main) {
        super(main, "status");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var status = open((node, watch) -> node.status());
        main.answer(() -> Json.status(status), out -> tell(out, status));
        return Exit.DONE;
    }

    private void tell(PrintStream out, Status status) {
        var paint = main.terminal().paint();
        var self = status.device();
        var pool = status.pool();
        out.println(
                Words.say(
                        "status.device",
                        paint.strong(Plain.text(self.name())),
                        Json.word(self.role()),
                        pool.online(),
                        pool.devices()));
        if (self.role() == Role.KEEPER) {
            out.println(Words.say("status.keeper"));
        }
        out.println(Words.say("status.copies", copies(status.copies(), pool)));
        out.println(Words.say("status.closing", closing(status.closing())));
        out.println(room(status.storage()));
        out.println(repair(status.settings()));
        if (!self.address().isEmpty()) {
            out.println(Words.say("status.address", Plain.text(self.address())));
        }
        for (var link : status.links()) {
            out.println(
                    Words.say(
                            "status.link",
                            Plain.text(link.directory()),
                            Plain.text(link.at().toString()),
                            ListLinks.state(link)));
            ListLinks.left(out, link);
        }
        status.notes().forEach(note -> out.println(Plain.text(note)));
        for (var problem : status.problems()) {
            out.println(paint.bad(Plain.text(problem.what())));
            out.println("  " + Plain.text(problem.remedy()));
        }
    }

    private String copies(Status.Copies copies, Status.Pool pool) {
        var paint = main.terminal().paint();
        if (copies.owed() == 0 && pool.devices() == 1) {
            return paint.warn(Words.say("copies.alone"));
        }
        if (copies.owed() == 0 && pool.online() < pool.devices() && copies.minLive() > 0) {
            return paint.warn(Words.say("copies.away", copies.minLive()));
        }
        if (copies.owed() == 0) {
            return paint.good(Words.say("copies.all"));
        }
        return paint.warn(
                Words.say(
                        "copies.owed",
                        copies.owed(),
                        Words.count("chunk", copies.underReplicatedChunks()),
                        copies.minLive()));
    }

    /// What would be out of reach if this device closed now.
    private String closing(Status.Closing closing) {
        var paint = main.terminal().paint();
        return closing.safe()
                ? paint.good(Words.say("status.safe", closing.what()))
                : paint.warn(Words.say("status.unsafe", closing.what()));
    }

    private static String room(Status.Storage storage) {
        return Words.say(
                "status.room",
                Sizes.text(storage.usableBytes()),
                Sizes.text(storage.usedBytes()),
                Sizes.text(storage.protectedBytes()),
                Sizes.text(storage.freeBytes()));
    }

    private static String repair(Status.Settings settings) {
        return Words.say(
                "status.repair",
                Spans.text(settings.repairAfter()),
                Spans.text(settings.repairUrgentAfter()));
    }
}
