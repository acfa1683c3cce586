package dev.holdfast.tui.command;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Status;
import dev.holdfast.tui.render.Counts;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Spans;

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
                paint.strong(Plain.text(self.name()))
                        + " ("
                        + Json.word(self.role())
                        + "), "
                        + pool.online()
                        + " of "
                        + pool.devices()
                        + " devices here");
        out.println("copies   " + copies(status.copies(), pool));
        out.println("closing  " + closing(status.closing()));
        out.println("room     " + room(status.storage()));
        out.println("repair   " + repair(status.settings()));
        if (!self.address().isEmpty()) {
            out.println("address  " + Plain.text(self.address()));
        }
        for (var problem : status.problems()) {
            out.println(paint.bad(Plain.text(problem.what())));
            out.println("  " + Plain.text(problem.remedy()));
        }
    }

    private String copies(Status.Copies copies, Status.Pool pool) {
        var paint = main.terminal().paint();
        if (copies.owed() == 0 && pool.devices() == 1) {
            return paint.warn("1 of 1 possible; add a device with `holdfast invite` for more");
        }
        if (copies.owed() == 0 && pool.online() < pool.devices() && copies.minLive() > 0) {
            return paint.warn(
                    "all there when the others are back; until then the fewest of any chunk is %d"
                            .formatted(copies.minLive()));
        }
        if (copies.owed() == 0) {
            return paint.good("all there");
        }
        return paint.warn(
                "%d still to be made, for %s; the fewest live copies of any is %d"
                        .formatted(
                                copies.owed(),
                                Counts.text(copies.underReplicatedChunks(), "chunk"),
                                copies.minLive()));
    }

    /// What would be out of reach if this device closed now.
    private String closing(Status.Closing closing) {
        var paint = main.terminal().paint();
        return closing.safe()
                ? paint.good("safe now. " + closing.what())
                : paint.warn("not safe now. " + closing.what());
    }

    private static String room(Status.Storage storage) {
        return Sizes.text(storage.usableBytes())
                + " usable in the pool; here "
                + Sizes.text(storage.usedBytes())
                + " held, "
                + Sizes.text(storage.protectedBytes())
                + " of it with all copies, "
                + Sizes.text(storage.freeBytes())
                + " free";
    }

    private static String repair(Status.Settings settings) {
        return "a lost device's copies are made again after "
                + Spans.text(settings.repairAfter())
                + "; after "
                + Spans.text(settings.repairUrgentAfter())
                + " when one copy is left";
    }
}
