package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `device show NAME`: all about one device.
final class ShowDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);

    ShowDevice(Holdfast main) {
        super(main, "show");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var shown = ask(new Command.ShowDevice(name.get()));
        main.answer(() -> Json.shown(shown), out -> tell(out, shown));
        return Exit.DONE;
    }

    private static void tell(PrintStream out, Outcome.DeviceShown shown) {
        var device = shown.device();
        line(out, "device.show.name", Plain.text(device.name()));
        line(out, "device.show.id", shown.code());
        line(out, "device.show.role", Json.word(device.role()));
        var member =
                shown.admittedBy().isEmpty()
                        ? Words.say("device.show.first", shown.seniority())
                        : Words.say(
                                "device.show.admitted",
                                shown.seniority(),
                                Plain.text(shown.admittedBy().get()));
        line(out, "device.show.member", member);
        line(out, "device.show.here", Words.say(device.online() ? "devices.here" : "devices.away"));
        line(out, "device.show.seen", device.lastSeen().map(Times::text).orElse(none()));
        line(out, "device.show.address", Plain.text(device.address().orElse(none())));
        line(out, "device.show.state", duty(device.duty()));
        room(out, shown);
        line(out, "device.show.owed", owed(shown));
    }

    private static String duty(Outcome.Duty duty) {
        return switch (duty) {
            case ACTIVE -> Words.say("device.duty.active");
            case DRAINING -> Words.say("device.duty.draining");
            case DRAINED -> Words.say("device.duty.drained");
            case PARKED -> Words.say("device.duty.parked");
            case QUARANTINED -> Words.say("device.duty.quarantined");
        };
    }

    private static void room(PrintStream out, Outcome.DeviceShown shown) {
        var room = shown.room();
        line(
                out,
                "device.show.room",
                Words.say(
                        "device.show.room.text",
                        Sizes.text(room.claimedBytes()),
                        Sizes.text(room.grantedBytes()),
                        Sizes.text(shown.device().capacityBytes())));
        line(out, "device.show.used", Sizes.text(shown.device().usedBytes()));
        line(
                out,
                "device.show.share",
                Words.say(
                        "device.show.share.text",
                        "%.1f".formatted(100.0 * shown.share().partitions() / shown.share().of())));
    }

    private static String owed(Outcome.DeviceShown shown) {
        return Words.say(
                "device.show.owed.text",
                Words.count("chunk", shown.owed()),
                Words.count("chunk", shown.leaving()));
    }

    private static String none() {
        return Words.say("device.show.none");
    }

    private static void line(PrintStream out, String key, String value) {
        out.println(Words.say(key, value));
    }
}
