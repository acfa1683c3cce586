package dev.holdfast.gui.work;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The device behind the window. Its daemon may end and be started again, which gives another
/// [Node]; whoever holds the line speaks with the latest. Safe for many threads.
public final class Line implements Node {

    private final AtomicReference<@Nullable Node> latest = new AtomicReference<>();

    /// From now on `node` answers; the one before is let go.
    public void connect(Node node) {
        replace(node);
    }

    @Override
    public Status status() throws NodeException {
        return node().status();
    }

    @Override
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return node().run(command, events);
    }

    @Override
    public void close() {
        replace(null);
    }

    private void replace(@Nullable Node next) {
        var before = latest.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    private Node node() throws NodeException {
        var node = latest.get();
        if (node == null) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    "Holdfast does not run on this device yet.",
                    "Start it, then try again.");
        }
        return node;
    }
}
