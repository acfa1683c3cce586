package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;
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
        return open(
                (node, watch) -> {
                    node.run(new Command.ResizeDevice(name.get(), size.get()), watch);
                    var shown = node.run(new Command.ShowDevice(name.get()), watch);
                    main.answer(() -> Json.shown(shown), out -> {});
                    tell(shown.device(), shown.room());
                    compare(shown.device(), node.status());
                    return Exit.DONE;
                });
    }

    /// A disk that is here can be asked what it has.
    private void compare(Outcome.Device device, Status status) {
        long room = status.storage().usedBytes() + status.storage().freeBytes();
        if (device.id().equals(status.device().id()) && size.get() > room) {
            var who = Plain.text(device.name());
            main.warn(Words.say("device.lacks", who, Sizes.text(room)));
            main.warn(Words.say("device.lacks.do", who));
        }
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
