package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.Finished;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Devices whose clocks are hours apart. Only what a person reads off may be wrong by it.
class ClocksTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AHEAD = Duration.ofHours(2);
    private static final Duration BEHIND = AHEAD.negated();

    /// Between what one device wrote two hours ahead, and another after it, there is more.
    private static final Duration LESS = Duration.ofHours(1);

    private static final VolumePath EDITED = new VolumePath("files", "/edited");

    @Test
    @DisplayName("four hours apart they pair, store, and know of two edits which one is shown")
    void hours_apart(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.empty(folder, Manner.WRONG_CLOCKS)) {
            var ann = founder(cluster, AHEAD);
            var bob = joins(cluster, "bob", BEHIND);
            cluster.awaitAllOnline();
            stored(folder, ann, bob, 1);
            stored(folder, bob, ann, 2);
            bob.clock(AHEAD.plus(AHEAD));
            stored(folder, bob, ann, 3);
        }
    }

    @Test
    @Tag("long")
    @DisplayName(
            "while clocks jump, files are read, edits ordered, copies made again, and epochs kept")
    void clocks_that_jump(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.empty(folder, Manner.WRONG_CLOCKS)) {
            var ann = founder(cluster, AHEAD);
            var bob = joins(cluster, "bob", BEHIND);
            var cat = joins(cluster, "cat", Duration.ZERO);
            var dan = joins(cluster, "dan", Duration.ZERO);
            cluster.awaitAllOnline();
            var notes = Samples.random(folder.resolve("notes"), 3 << 20, 7);
            assertThat(ann.put(notes, "/notes", 3).copies().min()).isEqualTo(3);

            edits(folder, cluster, ann, cat);

            bob.clock(AHEAD.multipliedBy(2));
            dan.kill();
            cluster.await("three copies without dan", () -> live(bob), copies -> copies >= 3);
            bob.clock(BEHIND.multipliedBy(2));
            assertThat(bob.stop()).isTrue();
            bob.start();
            cluster.awaitAllOnline();

            ann.run(new Command.RemoveDevice("dan", true));
            for (var member : List.of(bob, cat)) {
                cluster.await(
                        member.name() + " has heard that dan is out",
                        () -> Said.devices(member),
                        names -> !names.contains("dan"));
            }
            stored(folder, bob, cat, 4);
            stored(folder, cat, ann, 5);
            assertThat(joins(cluster, "eve", BEHIND).isRunning()).isTrue();
            cluster.awaitAllOnline();
            same(folder, cluster.member("eve"), "/notes", notes);
        }
    }

    /// Two edits apart: all show the one that is dated later, though it came first.
    private static void edits(Path folder, Cluster cluster, Member ann, Member cat)
            throws Exception {
        var early = Samples.random(folder.resolve("early"), 1000, 8);
        var late = Samples.random(folder.resolve("late"), 2000, 9);
        for (var member : cluster.members()) {
            if (member != ann) {
                assertThat(member.stop()).isTrue();
            }
        }
        ann.put(early, "/edited", 1);
        assertThat(ann.stop()).isTrue();
        cat.start();
        cat.put(late, "/edited", 1);
        for (var member : cluster.members()) {
            if (member != cat) {
                member.start();
            }
        }
        cluster.awaitAllOnline();
        for (var member : cluster.members()) {
            var versions =
                    cluster.await(
                            member.name() + " shows both edits",
                            () -> versions(member),
                            both -> both.size() == 2);
            assertThat(versions.getFirst().by()).as(member.name()).isEqualTo("ann");
            assertThat(at(versions.getFirst())).isAfter(at(versions.getLast()).plus(LESS));
            same(folder, member, "/edited", early);
        }
        editOfBoth(folder, cluster, cat);
    }

    /// It replaces both whatever the clocks say, and is dated by its own clock.
    private static void editOfBoth(Path folder, Cluster cluster, Member cat) throws Exception {
        var early = folder.resolve("early");
        var last = Samples.random(folder.resolve("last"), 3000, 10);
        cat.put(last, "/edited", 3);
        for (var member : cluster.members()) {
            cluster.await(
                    member.name() + " shows the edit of both",
                    () -> size(member),
                    size -> size == 3000);
            same(folder, member, "/edited", last);
            var versions = history(member);
            assertThat(at(versions, last)).isBefore(at(versions, early).minus(LESS));
        }
    }

    private static Member founder(Cluster cluster, Duration wrong) throws Exception {
        var ann = cluster.member("ann");
        ann.clock(wrong);
        begin(ann, "init", "--phrase-file", ann.directory() + ".words").expect(0);
        ann.set(Manner.WRONG_CLOCKS.settings());
        return ann.start();
    }

    /// Comes in by four words, of which the inviting device says how long they are good.
    private static Member joins(Cluster cluster, String name, Duration wrong) throws Exception {
        var guest = cluster.member(name);
        guest.clock(wrong);
        var host = cluster.members().getFirst();
        var invite = host.begin("invite", "--for", "10m");
        var code = invite.awaitLine("", SOON);
        begin(guest, "join", code, "--at", host.address()).expect(0);
        assertThat(invite.awaitExit(SOON).expect(0).out()).contains(name + " came in.");
        guest.set(Manner.WRONG_CLOCKS.settings());
        return guest.start();
    }

    private static Finished begin(Member member, String... words) throws Exception {
        var all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--name", member.name(), "--listen", member.address(), "--capacity", "4G"));
        return member.holdfast(all.toArray(String[]::new));
    }

    /// What one stores counts on another, and is read there.
    private static void stored(Path folder, Member writer, Member reader, int seed)
            throws Exception {
        var file = Samples.random(folder.resolve("file" + seed), 300_000, seed);
        assertThat(writer.put(file, "/file" + seed, 2).copies().min()).isGreaterThanOrEqualTo(2);
        same(folder, reader, "/file" + seed, file);
    }

    private static void same(Path folder, Member reader, String path, Path file) throws Exception {
        var copy = folder.resolve(reader.name() + "-copy");
        reader.get(path, copy);
        assertThat(copy).as(reader.name()).hasSameBinaryContentAs(file);
        Files.delete(copy);
    }

    private static List<Outcome.Rival> versions(Member member) throws Exception {
        return member.run(new Command.ListConflicts(Optional.of(EDITED))).conflicts().stream()
                .flatMap(conflict -> conflict.versions().stream())
                .toList();
    }

    /// When the version was written that has this file's bytes, as it is dated.
    private static Instant at(List<Outcome.Version> versions, Path file) throws Exception {
        long bytes = Files.size(file);
        return versions.stream()
                .filter(version -> version.row().size() == bytes)
                .map(Outcome.Version::at)
                .findFirst()
                .orElseThrow();
    }

    private static Instant at(Outcome.Rival version) {
        return version.at().orElseThrow();
    }

    private static List<Outcome.Version> history(Member member) throws Exception {
        return member.run(new Command.ReadHistory(EDITED, 10)).versions();
    }

    private static long size(Member member) throws Exception {
        return member.run(new Command.Describe(EDITED)).row().size();
    }

    /// Copies of the notes on devices other than dan, of the chunk that has fewest.
    private static long live(Member member) throws Exception {
        return member.run(new Command.Describe(new VolumePath("files", "/notes"))).chunks().stream()
                .mapToLong(chunk -> chunk.holders().stream().filter(h -> !h.equals("dan")).count())
                .min()
                .orElseThrow();
    }
}
