package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Event;
import dev.holdfast.tui.render.ProgressLine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Follows a running command: shows progress, and keeps what was missed.
public final class Watch implements Consumer<Event>, AutoCloseable {

    private final ProgressLine line;
    private final List<Event.Missed> missed = new ArrayList<>();

    Watch(ProgressLine line) {
        this.line = line;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Progress progress -> line.show(progress);
            case Event.Missed miss -> keep(miss);
            case Event.Invited _, Event.Happened _ -> {}
        }
    }

    private synchronized void keep(Event.Missed miss) {
        missed.add(miss);
    }

    synchronized List<Event.Missed> missed() {
        return List.copyOf(missed);
    }

    @Override
    public void close() {
        line.clear();
    }
}
