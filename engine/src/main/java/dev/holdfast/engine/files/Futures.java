package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Gives the waiting thread what the working thread met.
final class Futures {

    private Futures() {}

    static <T> T get(Future<T> work) throws NodeException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NodeException met -> throw met;
                case InterruptedException met -> throw met;
                case RuntimeException met -> throw met;
                case Error met -> throw met;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
