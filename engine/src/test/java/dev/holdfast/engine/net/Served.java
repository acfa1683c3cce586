package dev.holdfast.engine.net;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An acceptor that a test can ask what it saw, and tell what to do.
public final class Served implements Acceptor {

    /// Holds one conversation.
    @FunctionalInterface
    public interface Conversation {
        void hold(Connection from, Stream stream) throws NetException, InterruptedException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile boolean admitting = true;
    private volatile Conversation conversation = (_, _) -> {};

    public void by(Conversation with) {
        conversation = with;
    }

    public void admitting(boolean yes) {
        admitting = yes;
    }

    /// The first connection that stood.
    public Connection connection() throws InterruptedException {
        return get(opened);
    }

    /// Why the first connection ended.
    public CloseReason reason() throws InterruptedException {
        return get(closed);
    }

    @Override
    public void opened(Connection connection) {
        if (admitting) {
            connection.admit();
        }
        opened.complete(connection);
    }

    @Override
    public void serve(Connection from, Stream stream) throws NetException, InterruptedException {
        conversation.hold(from, stream);
    }

    @Override
    public void closed(Connection connection, CloseReason reason) {
        closed.complete(reason);
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("it did not come", e);
        }
    }
}
