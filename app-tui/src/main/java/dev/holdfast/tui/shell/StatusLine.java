package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Status;
import dev.holdfast.tui.render.Plain;
import dev.holdfast.tui.words.Words;

import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

import java.util.List;

/// The line below the prompt that says how the pool stands.
final class StatusLine {

    private final org.jline.utils.Status line;
    private final Looks looks;
    private boolean daemon;

    StatusLine(Terminal terminal, Looks looks) {
        line = org.jline.utils.Status.getStatus(terminal);
        this.looks = looks;
    }

    /// Shows how things stand now.
    ///
    /// @return whether a daemon that was there before is no more
    boolean refresh() {
        var answer = looks.ask(node -> node.status());
        var text =
                switch (answer.outcome()) {
                    case ANSWERED -> answer.value().map(StatusLine::text).orElse("");
                    case NO_DEVICE -> Words.say("shell.homeless");
                    case NO_DAEMON -> Words.say("shell.alone");
                    case NO_ANSWER -> Words.say("shell.silent");
                };
        line.update(List.of(new AttributedString(text, AttributedStyle.DEFAULT.faint())));
        boolean gone = daemon && answer.outcome() == Looks.Outcome.NO_DAEMON;
        daemon =
                answer.outcome() == Looks.Outcome.ANSWERED
                        || answer.outcome() == Looks.Outcome.NO_ANSWER;
        return gone;
    }

    void close() {
        line.update(List.of());
        line.close();
    }

    static String text(Status status) {
        return Words.say(
                "shell.stands",
                Plain.text(status.device().name()),
                status.pool().online(),
                Words.count("device", status.pool().devices()),
                Words.count("copy", status.copies().owed()));
    }
}
