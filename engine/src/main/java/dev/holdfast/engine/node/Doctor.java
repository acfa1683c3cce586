package dev.holdfast.engine.node;

import static java.util.stream.Collectors.joining;

import dev.holdfast.engine.api.Finding.Means;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges what can be seen of a home. Looks at nothing itself.
final class Doctor {

    /// A clock that says less has lost its battery.
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    /// By so much a clock may have been set back since the last file was written.
    private static final Duration SET_BACK_MAX = Duration.ofMinutes(2);

    private Doctor() {}

    /// One finding for each thing that was looked at, with what can be done about it.
    static List<Diagnosis> judge(Vitals seen) {
        var all = new ArrayList<Diagnosis>();
        all.add(home(seen));
        all.add(key(seen));
        all.add(settings(seen.settings()));
        all.add(daemon(seen.tenant()));
        leftovers(seen.place().leftovers()).ifPresent(all::add);
        all.add(port(seen.port()));
        seen.port().map(port -> reach(port.others())).ifPresent(all::add);
        all.add(space(seen.space()));
        all.add(packs(seen.packs()));
        all.add(lists(seen.packs().unlisted()));
        damage(seen.packs().damaged()).ifPresent(all::add);
        all.add(books(seen));
        all.add(chunks(seen.books().flatMap(Vitals.Books::chunks)));
        all.add(clock(seen.clock()));
        return all;
    }

    private static Diagnosis home(Vitals seen) {
        var check = "home";
        var place = seen.place();
        if (place.barrier().isPresent()) {
            return Diagnosis.halted(
                    check,
                    "Nothing can be written in %s: %s."
                            .formatted(seen.directory(), place.barrier().get()),
                    "See that its disk is mounted for writing and that the home belongs to you.",
                    Means.PERSON);
        }
        if (place.permissions().isEmpty() || place.permissions().get().endsWith("------")) {
            return Diagnosis.sound(check, seen.directory() + " is for its owner alone.");
        }
        return Diagnosis.exposed(
                        check,
                        "Other users of this machine can look into %s (%s)."
                                .formatted(seen.directory(), place.permissions().get()),
                        "Run \"chmod 700 " + seen.directory() + "\".",
                        Means.FIX)
                .curedBy(new Cure.CloseHome());
    }

    private static Diagnosis key(Vitals seen) {
        var check = "key";
        if (seen.key().isEmpty()) {
            return Diagnosis.sound(check, "The device's key can be used, by its owner alone.");
        }
        var problem = seen.key().get();
        return seen.place().isKeyExposed()
                ? Diagnosis.exposed(check, problem.what(), problem.remedy(), Means.FIX)
                        .curedBy(new Cure.CloseKey())
                : Diagnosis.halted(check, problem.what(), problem.remedy(), Means.PERSON);
    }

    private static Diagnosis settings(Optional<Problem> trouble) {
        var check = "settings";
        if (trouble.isEmpty()) {
            return Diagnosis.sound(check, "The file of settings can be read.");
        }
        var problem = trouble.get();
        return Diagnosis.halted(check, problem.what(), problem.remedy(), Means.FIX)
                .curedBy(new Cure.ClearSettings());
    }

    private static Diagnosis daemon(Vitals.Tenant tenant) {
        var check = "daemon";
        return switch (tenant) {
            case NOBODY -> Diagnosis.sound(check, "No daemon runs.");
            case A_GHOST ->
                    Diagnosis.sound(
                                    check,
                                    "No daemon runs; one was killed, and the next command tidies"
                                            + " up after it.")
                            .curedBy(new Cure.ForgetDoor());
            case A_DAEMON -> Diagnosis.sound(check, "A daemon runs and answers.");
            case A_COMMAND -> Diagnosis.sound(check, "A command has the home, and no daemon runs.");
            case NOBODY_CAN -> Diagnosis.unseen(check, "Whether a daemon runs cannot be seen.");
            case A_STRANGER ->
                    Diagnosis.hindered(
                            check,
                            "The daemon that runs is of another version than this program.",
                            "Stop it with `holdfast stop`, and start it again with this program.",
                            Means.PERSON);
        };
    }

    private static Optional<Diagnosis> leftovers(List<Path> left) {
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Diagnosis.hindered(
                                        "remains",
                                        "Work that was broken off has left %s."
                                                .formatted(Examination.named(left)),
                                        "Run `holdfast doctor --fix`, which deletes that.",
                                        Means.FIX)
                                .curedBy(new Cure.Sweep(left)));
    }

    private static Diagnosis port(Optional<Vitals.Port> port) {
        var check = "port";
        if (port.isEmpty()) {
            return Diagnosis.unseen(
                    check, "Whether others reach this device shows when a daemon runs.");
        }
        var address = port.get().address();
        return port.get().reached()
                ? Diagnosis.sound(check, address + " is reached from this machine.")
                : Diagnosis.hindered(
                        check,
                        address + " is not reached even from this machine.",
                        "Look whether a firewall keeps connections from it, or set another one"
                                + " with `holdfast config set listen HOST:PORT`.",
                        Means.PERSON);
    }

    /// Others that reach this device somewhere find it by themselves; where it is reached nowhere
    /// it must be the one that dials.
    private static Diagnosis reach(List<Outcome.Dialed> others) {
        var check = "reach";
        if (others.isEmpty()) {
            return Diagnosis.unseen(
                    check, "No other device is here that could tell whether it reaches this one.");
        }
        var all = others.stream().map(Doctor::reached).collect(joining("; ")) + ".";
        if (others.stream().noneMatch(other -> other.reached().isEmpty())) {
            return Diagnosis.sound(check, all);
        }
        return Diagnosis.hindered(
                check,
                all,
                "Let connections from there through the firewalls, and forward the port on the"
                        + " router; until then the others are met only when this device dials"
                        + " them.",
                Means.PERSON);
    }

    private static String reached(Outcome.Dialed other) {
        var reached = String.join(" and ", other.reached());
        var missed = String.join(" or ", other.missed());
        if (other.reached().isEmpty()) {
            return missed.isEmpty()
                    ? other.device() + " has not been told where to reach this device"
                    : "%s does not reach this device at %s".formatted(other.device(), missed);
        }
        return "%s reaches this device at %s".formatted(other.device(), reached)
                + (missed.isEmpty() ? "" : ", not at " + missed);
    }

    private static Diagnosis space(Vitals.Space space) {
        var check = "space";
        long free = space.freeBytes() >> 20;
        long floor = space.floorBytes() >> 20;
        return space.freeBytes() >= space.floorBytes()
                ? Diagnosis.sound(
                        check,
                        "The disk has %,d MiB left; Holdfast leaves %,d MiB of it free."
                                .formatted(free, floor))
                : Diagnosis.hindered(
                        check,
                        "The disk has %,d MiB left, and Holdfast takes in nothing below %,d MiB."
                                .formatted(free, floor),
                        "Free some space on it.",
                        Means.PERSON);
    }

    private static Diagnosis packs(Vitals.Packs packs) {
        var check = "packs";
        if (packs.faults().isEmpty()) {
            return Diagnosis.sound(
                    check,
                    packs.count() == 1
                            ? "The one pack begins as it should."
                            : "All %,d packs begin as they should.".formatted(packs.count()));
        }
        if (packs.hasLater()) {
            return Diagnosis.halted(
                    check,
                    "A later version of Holdfast wrote here: %s."
                            .formatted(Examination.named(packs.faults())),
                    Failures.LATER,
                    Means.PERSON);
        }
        return Diagnosis.endangered(
                check,
                "%,d of %,d packs cannot be read: %s."
                        .formatted(
                                packs.faults().size(),
                                packs.count(),
                                Examination.named(packs.faults())),
                "Look at the disk, and keep Holdfast running on the other devices: they still have"
                        + " their copies.",
                Means.PERSON);
    }

    private static Diagnosis lists(List<String> unlisted) {
        var check = "lists";
        return unlisted.isEmpty()
                ? Diagnosis.sound(check, "Each full pack has its list.")
                : Diagnosis.hindered(
                                check,
                                "Without a sound list, so that a start reads all of it: %s."
                                        .formatted(Examination.named(unlisted)),
                                "Run `holdfast doctor --fix`, which makes lists from packs.",
                                Means.FIX)
                        .curedBy(new Cure.ListPacks());
    }

    private static Optional<Diagnosis> damage(long chunks) {
        return chunks == 0
                ? Optional.empty()
                : Optional.of(
                        Diagnosis.hindered(
                                "damage",
                                chunks == 1
                                        ? "One chunk here is damaged, and no sound copy came yet."
                                        : "%,d chunks here are damaged, and no sound copies came yet."
                                                .formatted(chunks),
                                "Keep Holdfast running here and on the other devices; `holdfast"
                                        + " doctor --deep` names the files.",
                                Means.PERSON));
    }

    private static Diagnosis books(Vitals seen) {
        var check = "books";
        if (seen.books().isEmpty()) {
            return Diagnosis.unseen(
                    check,
                    seen.place().barrier().isPresent()
                            ? "Journal and catalog cannot be opened without writing."
                            : "Journal and catalog are open in another process.");
        }
        var books = seen.books().get();
        if (books.problem().isPresent()) {
            var problem = books.problem().get();
            var means = problem.code() == Problem.Code.FULL ? Means.PERSON : Means.REBUILD;
            return Diagnosis.halted(check, problem.what(), problem.remedy(), means);
        }
        if (books.journal() < books.catalog()) {
            return Diagnosis.endangered(
                    check,
                    "The journal ends at record %,d, and the catalog has taken in %,d."
                            .formatted(books.journal(), books.catalog()),
                    "Put the home back from a backup, or join again with another home: the journal"
                            + " has lost what it promised to keep.",
                    Means.REBUILD);
        }
        long behind = books.journal() - books.catalog();
        return Diagnosis.sound(
                check,
                behind == 0
                        ? "The catalog has taken in all %,d records of the journal."
                                .formatted(books.journal())
                        : "The catalog takes in the last %,d of %,d records at the next start."
                                .formatted(behind, books.journal()));
    }

    private static Diagnosis chunks(Optional<Vitals.Chunks> seen) {
        var check = "chunks";
        if (seen.isEmpty()) {
            return Diagnosis.unseen(check, "Whether all chunks are here could not be looked at.");
        }
        var chunks = seen.get();
        if (chunks.missing() == 0) {
            return Diagnosis.sound(
                    check, "Chunks kept here: %,d, all in the packs.".formatted(chunks.kept()));
        }
        var what =
                "Chunks kept here: %,d, in no pack: %,d".formatted(chunks.kept(), chunks.missing());
        return chunks.alone() == 0
                ? Diagnosis.hindered(
                        check,
                        what + ", all with copies on other devices.",
                        "Keep Holdfast running here and on the other devices: they bring them"
                                + " back.",
                        Means.PERSON)
                : Diagnosis.endangered(
                        check,
                        what + ", without another known copy: %,d.".formatted(chunks.alone()),
                        "Put the files below \"packs\" of the home back if you have them, and"
                                + " start Holdfast on every device that may have copies.",
                        Means.PERSON);
    }

    private static Diagnosis clock(Vitals.Clock clock) {
        var check = "clock";
        boolean isEarly = clock.now().isBefore(EARLIEST);
        if (!isEarly && !clock.now().isBefore(clock.newest().minus(SET_BACK_MAX))) {
            return Diagnosis.sound(check, "The clock is not behind what was written here.");
        }
        var now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        return Diagnosis.hindered(
                check,
                isEarly
                        ? "The clock says %s, which is long past.".formatted(now)
                        : "The clock says %s, and a file here was written at %s."
                                .formatted(now, clock.newest().truncatedTo(ChronoUnit.SECONDS)),
                "Set the clock: it decides which of two edits came later, and when codes end.",
                Means.PERSON);
    }
}
