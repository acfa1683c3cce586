package dev.holdfast.engine.api;

import java.time.Instant;

/// What a running command reports.
public sealed interface Event {

    /// How far a command has come.
    ///
    /// @param activity what is being done
    /// @param done bytes or copies done so far
    /// @param total of how many; 0 when that is not known
    record Progress(Activity activity, long done, long total) implements Event {}

    /// What the numbers of a [Progress] count.
    enum Activity {
        /// Plain bytes read and stored here.
        STORING,
        /// Chunks that have as many durable copies as the command waits for.
        COPYING,
        /// Plain bytes fetched and written.
        FETCHING
    }

    /// One file of several could not be done; the others go on.
    record Missed(String path, Problem problem) implements Event {}

    /// The code a guest types to join.
    record Invited(String code, Instant expires) implements Event {}
}
