package dev.holdfast.tui.shell;

import dev.holdfast.engine.api.Status;
import dev.holdfast.tui.render.Counts;
import dev.holdfast.tui.render.Plain;

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
                    case NO_DEVICE -> "no device here yet; `init` founds a pool, `join` enters one";
                    case NO_DAEMON -> "no daemon runs here; copies are made only while one does";
                    case NO_ANSWER -> "the daemon gives no answer";
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
        return "%s: %d of %s here, %s owed"
                .formatted(
                        Plain.text(status.device().name()),
                        status.pool().online(),
                        Counts.text(status.pool().devices(), "device"),
                        status.copies().owed() == 1
                                ? "1 copy"
                                : status.copies().owed() + " copies");
    }
}
