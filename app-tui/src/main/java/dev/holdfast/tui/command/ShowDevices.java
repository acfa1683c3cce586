package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.render.Table;
import dev.holdfast.tui.render.Times;
import dev.holdfast.tui.words.Words;

import java.io.PrintStream;

/// `devices`: the pool's devices, this one first.
final class ShowDevices extends Action {

    ShowDevices(Holdfast main) {
        super(main, "devices");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var devices = ask(new Command.ListDevices());
        main.answer(() -> Json.devices(devices), out -> tell(out, devices));
        return Exit.DONE;
    }

    private void tell(PrintStream out, Outcome.Devices devices) {
        var table = new Table(Words.titles("devices.titles"));
        for (var device : devices.devices()) {
            table.row(
                    Plain.text(device.name()),
                    Json.word(device.role()),
                    here(device),
                    Sizes.text(device.usedBytes()),
                    Sizes.text(device.capacityBytes()),
                    Plain.text(device.address().orElse("")),
                    device.lastSeen().map(Times::text).orElse(""));
        }
        table.lines(main.terminal().paint()).forEach(out::println);
    }

    private static String here(Outcome.Device device) {
        var here = Words.say(device.online() ? "devices.here" : "devices.away");
        return device.duty() == Outcome.Duty.ACTIVE
                ? here
                : Words.say("devices.duty", here, Json.word(device.duty()));
    }
}
