package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Role;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.syntax.Converters;
import dev.holdfast.tui.syntax.Value;
import dev.holdfast.tui.words.Words;

import java.time.Duration;

/// `invite`: a one-use code, printed before the wait for the guest begins.
final class Invite extends Action {

    private final Value<Role> role = choice("--role", "ROLE", Role.MEMBER);
    private final Value<Duration> validFor = option("--for", "TIME", "10m", Converters::span);

    Invite(Holdfast main) {
        super(main, "invite");
    }

    @Override
    public Integer call() throws NodeException, InterruptedException {
        try (var node = main.device().node()) {
            var admitted = node.run(new Command.Invite(role.get(), validFor.get()), this::show);
            var name = Plain.text(admitted.device());
            main.remark(Words.say("invite.done", name));
            admitted.check()
                    .ifPresent(words -> main.remark(Words.say("invite.check", name, words)));
        }
        return Exit.DONE;
    }

    private void show(Event event) {
        if (event instanceof Event.Invited invited) {
            main.answer(
                    () -> {
                        var document = new JsonObject();
                        document.addProperty("code", invited.code());
                        document.addProperty("ticket", invited.ticket());
                        document.addProperty("expires", invited.expires().toString());
                        return document;
                    },
                    out -> out.println(invited.code()));
            main.remark(Words.say("invite.wait"));
            main.terminal().out().flush();
        }
    }
}
