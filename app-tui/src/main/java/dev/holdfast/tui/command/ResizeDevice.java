package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.render.Sizes;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device capacity NAME SIZE`: what it contributes.
final class ResizeDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Value<Long> size = argument("size", "SIZE", Converters::size);

    ResizeDevice(Holdfast main) {
        super(main, "capacity");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var shown =
                open(
                        (node, watch) -> {
                            node.run(new Command.ResizeDevice(name.get(), size.get()), watch);
                            return node.run(new Command.ShowDevice(name.get()), watch);
                        });
        main.answer(() -> Json.shown(shown), out -> {});
        tell(shown.device(), shown.room());
        return Exit.DONE;
    }

    private void tell(Outcome.Device device, Outcome.Room room) {
        var who = Plain.text(device.name());
        main.remark(
                Words.say(
                        "device.resized",
                        who,
                        Sizes.text(room.claimedBytes()),
                        Sizes.text(room.offeredBytes())));
        if (device.usedBytes() > room.offeredBytes()) {
            main.remark(Words.say("device.shrinks", who, Sizes.text(device.usedBytes())));
        }
    }
}
