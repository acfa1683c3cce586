package dev.holdfast.tui.shell;

import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The person's terminal under full control, taken when it is first needed. One for a process.
public final class Tty {

    private @Nullable Terminal terminal;

    /// From the first call on, Ctrl-C interrupts the thread that made it and ends no process.
    Terminal take() {
        var taken = terminal;
        if (taken == null) {
            try {
                taken = TerminalBuilder.builder().system(true).nativeSignals(true).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var command = Thread.currentThread();
            taken.handle(Signal.INT, signal -> command.interrupt());
            terminal = taken;
        }
        return taken;
    }
}
