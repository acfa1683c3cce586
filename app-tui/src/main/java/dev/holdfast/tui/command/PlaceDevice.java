package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.render.Json;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

/// `device role NAME ROLE`: what it may do.
final class PlaceDevice extends Action {

    private final Value<String> name = argument("device", "NAME", Converters::text);
    private final Value<Role> role = choice("role", "ROLE", Role.class);

    PlaceDevice(Holdfast main) {
        super(main, "role");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        var changed = ask(new Command.PlaceDevice(name.get(), role.get()));
        main.answer(() -> Entries.document(changed.entries()), out -> {});
        main.remark(Words.say("device.placed", Plain.text(name.get()), Json.word(role.get())));
        return Exit.DONE;
    }
}
