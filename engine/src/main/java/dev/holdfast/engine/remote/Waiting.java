package dev.holdfast.engine.remote;

import dev.holdfast.engine.api.NodeException;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Gives the waiting thread the exception that the working thread met.
final class Waiting {

    private Waiting() {}

    static <T> T on(Future<T> work) throws IOException, NodeException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NodeException met -> throw met;
                case IOException met -> throw met;
                case InterruptedException met -> throw met;
                case RuntimeException met -> throw met;
                case Error met -> throw met;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
