package dev.holdfast.engine.net.limited;

/// Lets bytes pass, at its own pace. Safe for many threads.
@FunctionalInterface
public interface Turnstile {

    /// Waits until some of `wanted` bytes may pass, and says how many: at least one.
    int pass(int wanted) throws InterruptedException;
}
