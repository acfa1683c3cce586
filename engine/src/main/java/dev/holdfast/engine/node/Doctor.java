package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Endangered;
import dev.holdfast.engine.api.Finding.Exposed;
import dev.holdfast.engine.api.Finding.Halted;
import dev.holdfast.engine.api.Finding.Hindered;
import dev.holdfast.engine.api.Finding.Sound;
import dev.holdfast.engine.api.Finding.Unseen;
import dev.holdfast.engine.api.Problem;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Judges what can be seen of a home. Looks at nothing itself.
final class Doctor {

    /// A clock that says less has lost its battery.
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    /// By so much a clock may have been set back since the last file was written.
    private static final Duration SET_BACK_MAX = Duration.ofMinutes(2);

    /// Packs that one sentence names.
    private static final int NAMED_MAX = 3;

    private Doctor() {}

    /// One finding for each thing that was looked at.
    static List<Finding> judge(Vitals seen) {
        return List.of(
                home(seen),
                key(seen.key()),
                settings(seen.settings()),
                daemon(seen.tenant()),
                port(seen.port()),
                space(seen.space()),
                packs(seen.packs()),
                books(seen.books()),
                clock(seen.clock()));
    }

    private static Finding home(Vitals seen) {
        var check = "home";
        if (seen.permissions().isEmpty() || seen.permissions().get().endsWith("------")) {
            return new Sound(check, seen.directory() + " is for its owner alone.");
        }
        return new Exposed(
                check,
                "Other users of this machine can look into %s (%s)."
                        .formatted(seen.directory(), seen.permissions().get()),
                "Run \"chmod 700 " + seen.directory() + "\".");
    }

    private static Finding key(Optional<Problem> trouble) {
        var check = "key";
        if (trouble.isEmpty()) {
            return new Sound(check, "The device's key can be used, by its owner alone.");
        }
        var problem = trouble.get();
        return problem.code() == Problem.Code.REFUSED
                ? new Exposed(check, problem.what(), problem.remedy())
                : new Halted(check, problem.what(), problem.remedy());
    }

    private static Finding settings(Optional<Problem> trouble) {
        var check = "settings";
        return trouble.<Finding>map(problem -> new Halted(check, problem.what(), problem.remedy()))
                .orElseGet(() -> new Sound(check, "The file of settings can be read."));
    }

    private static Finding daemon(Vitals.Tenant tenant) {
        var check = "daemon";
        return switch (tenant) {
            case NOBODY -> new Sound(check, "No daemon runs.");
            case A_GHOST ->
                    new Sound(
                            check,
                            "No daemon runs; one was killed, and the next command tidies up"
                                    + " after it.");
            case A_DAEMON -> new Sound(check, "A daemon runs and answers.");
            case A_COMMAND -> new Sound(check, "A command has the home, and no daemon runs.");
            case A_STRANGER ->
                    new Hindered(
                            check,
                            "The daemon that runs is of another version than this program.",
                            "Stop it with `holdfast stop`, and start it again with this program.");
        };
    }

    private static Finding port(Optional<Vitals.Port> port) {
        var check = "port";
        if (port.isEmpty()) {
            return new Unseen(check, "Whether others reach this device shows when a daemon runs.");
        }
        var address = port.get().address();
        return port.get().reached()
                ? new Sound(check, address + " is reached from this machine.")
                : new Hindered(
                        check,
                        address + " is not reached even from this machine.",
                        "Look whether a firewall keeps connections from it, or set another one"
                                + " with `holdfast config set listen HOST:PORT`.");
    }

    private static Finding space(Vitals.Space space) {
        var check = "space";
        long free = space.freeBytes() >> 20;
        long floor = space.floorBytes() >> 20;
        return space.freeBytes() >= space.floorBytes()
                ? new Sound(
                        check,
                        "The disk has %,d MiB left; Holdfast leaves %,d MiB of it free."
                                .formatted(free, floor))
                : new Hindered(
                        check,
                        "The disk has %,d MiB left, and Holdfast takes in nothing below %,d MiB."
                                .formatted(free, floor),
                        "Free some space on it.");
    }

    private static Finding packs(Vitals.Packs packs) {
        var check = "packs";
        if (packs.faults().isEmpty()) {
            return new Sound(
                    check,
                    packs.count() == 1
                            ? "The one pack begins as it should."
                            : "All %,d packs begin as they should.".formatted(packs.count()));
        }
        int named = Math.min(NAMED_MAX, packs.faults().size());
        return new Endangered(
                check,
                "%,d of %,d packs cannot be read: %s%s."
                        .formatted(
                                packs.faults().size(),
                                packs.count(),
                                String.join(", ", packs.faults().subList(0, named)),
                                named < packs.faults().size() ? " and others" : ""),
                "Look at the disk, and keep Holdfast running on the other devices: they still have"
                        + " their copies.");
    }

    private static Finding books(Optional<Vitals.Books> seen) {
        var check = "books";
        if (seen.isEmpty()) {
            return new Unseen(check, "Journal and catalog are open in another process.");
        }
        var books = seen.get();
        if (books.problem().isPresent()) {
            return new Halted(
                    check,
                    "Journal or catalog cannot be opened: " + books.problem().get() + ".",
                    "Look at the disk below the home; the other devices still have their copies.");
        }
        if (books.journal() < books.catalog()) {
            return new Endangered(
                    check,
                    "The journal ends at record %,d, and the catalog has taken in %,d."
                            .formatted(books.journal(), books.catalog()),
                    "Put the home back from a backup, or join again with another home: the journal"
                            + " has lost what it promised to keep.");
        }
        long behind = books.journal() - books.catalog();
        return new Sound(
                check,
                behind == 0
                        ? "The catalog has taken in all %,d records of the journal."
                                .formatted(books.journal())
                        : "The catalog takes in the last %,d of %,d records at the next start."
                                .formatted(behind, books.journal()));
    }

    private static Finding clock(Vitals.Clock clock) {
        var check = "clock";
        boolean isEarly = clock.now().isBefore(EARLIEST);
        if (!isEarly && !clock.now().isBefore(clock.newest().minus(SET_BACK_MAX))) {
            return new Sound(check, "The clock is not behind what was written here.");
        }
        var now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        return new Hindered(
                check,
                isEarly
                        ? "The clock says %s, which is long past.".formatted(now)
                        : "The clock says %s, and a file here was written at %s."
                                .formatted(now, clock.newest().truncatedTo(ChronoUnit.SECONDS)),
                "Set the clock: it decides which of two edits came later, and when codes end.");
    }
}
