package dev.holdfast.tui.command;

import dev.holdfast.engine.api.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Outcomes to answer with.
final class Outcomes {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private Outcomes() {}

    static Outcome.Stored stored(int min, int wanted, int possible) {
        var holders = List.of("ann", "bob", "cat").subList(0, min);
        return stored(1, new Outcome.Copies(min, wanted, possible, holders));
    }

    static Outcome.Stored stored(long files, Outcome.Copies copies) {
        return new Outcome.Stored(
                files, 30_352, 3, 2, 31_000, 62_000, copies, Duration.ofMillis(420));
    }

    static Outcome.Fetched fetched(long files) {
        return new Outcome.Fetched(
                files,
                30_352,
                files == 1 ? Optional.of("ab12") : Optional.empty(),
                Duration.ofMillis(1500));
    }

    static Outcome.Row row(String path, Outcome.Kind kind) {
        return new Outcome.Row(path, kind, 30_352, NOON, "v1");
    }

    static Outcome.Description described() {
        return new Outcome.Description(
                row("/lake.jpg", Outcome.Kind.FILE),
                "cafe",
                List.of(
                        new Outcome.Chunk("c1", 100, OptionalInt.empty(), List.of("ann", "bob")),
                        new Outcome.Chunk("c2", 200, OptionalInt.of(4), List.of())));
    }
}
