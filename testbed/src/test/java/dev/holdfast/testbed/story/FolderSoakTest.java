package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.testbed.cluster.Cluster;
import dev.holdfast.testbed.cluster.Cluster.Manner;
import dev.holdfast.testbed.cluster.Member;
import dev.holdfast.tui.process.ProcessFailure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Three or five real devices with one folder in step. People edit, rename and delete at random,
/// processes are killed and links are cut, all from a seed. Then quiet returns: all have the same,
/// and whatever had come to another device can still be read, now or in the history.
@Tag("long")
class FolderSoakTest {

    private static final List<String> NAMES =
            List.of("a.txt", "b.txt", "d/a.txt", "d/e/b.txt", "c", "e/x", "e/y");

    private static final List<String> PEOPLE = List.of("ann", "bob", "cat", "dan", "eve");

    private static final int DEEDS = 150;

    /// Waits for all to be the same, each as long as the cluster waits for anything.
    private static final int WAITS = 6;

    @TempDir Path place;

    private final Set<String> needed = new HashSet<>();
    private final Map<String, String> writer = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private Random chance = new Random(0);
    private List<String> people = List.of();
    private @Nullable Cluster running;

    @AfterEach
    void all_stop() {
        if (running != null) {
            running.close();
        }
    }

    private Cluster cluster() {
        return Objects.requireNonNull(running, "they have not begun");
    }

    private List<Member> members() {
        return people.stream().map(cluster()::member).toList();
    }

    private Path folder(Member member) {
        return place.resolve("folders").resolve(member.name());
    }

    private Member any() {
        return members().get(chance.nextInt(people.size()));
    }

    @ParameterizedTest(name = "{0} devices, seed {1}")
    @CsvSource({"3, 1", "3, 2", "5, 1"})
    void quiet_brings_the_same_to_all_and_no_version_is_lost(int devices, long seed)
            throws Exception {
        people = PEOPLE.subList(0, devices);
        running =
                Cluster.of(
                        place.resolve("pool"), Manner.FAULTY_LINKS, people.toArray(String[]::new));
        chance = new Random(seed);
        for (var member : members()) {
            Files.createDirectories(folder(member));
            ids.put(member.name(), id(member));
            member.holdfast("link", folder(member).toString(), "files:/docs").expect(0);
        }
        Files.writeString(folder(any()).resolve("stays"), "so that no folder is ever empty");
        for (int i = 0; i < DEEDS; i++) {
            note();
            deed(i);
            breathe();
        }
        quiet();
        awaitSame();
        note();
        assertThat(read()).containsAll(needed);
        assertThat(needed).hasSizeGreaterThan(DEEDS / 10);
    }

    /// As long as a person takes to look how the folders stand.
    private void breathe() throws Exception {
        for (var member : members()) {
            if (member.isRunning()) {
                member.holdfast("links").expect(0);
                return;
            }
        }
    }

    private static String id(Member member) throws NodeException, InterruptedException {
        try (var node = member.node()) {
            return node.status().device().id();
        }
    }

    /// What came from one device to another is in the volume, and must stay readable.
    private void note() throws IOException {
        for (var member : members()) {
            for (var content : files(member).values()) {
                if (!writer.getOrDefault(content, member.name()).equals(member.name())) {
                    needed.add(content);
                }
            }
        }
    }

    private void deed(int number) throws Exception {
        var member = any();
        var file = folder(member).resolve(NAMES.get(chance.nextInt(NAMES.size())));
        switch (chance.nextInt(12)) {
            case 0 -> {
                if (member.isRunning()) {
                    member.kill();
                }
            }
            case 1, 2 -> start(member);
            case 3 -> member.links().cut(peer(member));
            case 4 -> member.links().mend(peer(member));
            case 5 -> delete(file);
            case 6, 7 -> rename(file, folder(member).resolve(NAMES.get(chance.nextInt(7))));
            default -> write(member, file, "deed " + number + " by " + member.name());
        }
    }

    private String peer(Member member) {
        int other = people.indexOf(member.name()) + 1 + chance.nextInt(people.size() - 1);
        return ids.getOrDefault(people.get(other % people.size()), "");
    }

    private static void start(Member member) throws Exception {
        if (!member.isRunning()) {
            member.start();
        }
    }

    /// A person's program fails when a directory or file is in the way, as it may be by now.
    private void write(Member member, Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            writer.put(content, member.name());
        } catch (IOException e) {
            assertThat(file.getParent()).isNotNull();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            assertThat(file).exists();
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.move(from, to);
        } catch (IOException e) {
            assertThat(to.getParent()).isNotNull();
        }
    }

    private void quiet() throws Exception {
        for (var member : members()) {
            for (var peer : ids.values()) {
                member.links().mend(peer);
            }
            start(member);
        }
        cluster().awaitAllOnline();
    }

    private void awaitSame() throws Exception {
        for (int i = 1; i <= WAITS; i++) {
            try {
                cluster()
                        .await(
                                "all have the same",
                                () -> members().stream().map(this::files).distinct().toList(),
                                all -> all.size() == 1 && !all.getFirst().isEmpty());
                return;
            } catch (ProcessFailure e) {
                if (i == WAITS) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> files(Member member) {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder(member))) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder(member).relativize(file).toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /// Every content that the volume can give back, at whatever time it stood.
    private Set<String> read() throws Exception {
        var cat = cluster().member("cat");
        var docs = new VolumePath("files", "/docs");
        var contents = new HashSet<>(files(cat).values());
        var history = cat.run(new Command.ReadHistory(docs, Command.ReadHistory.MAX));
        assertThat(history.isMore()).isFalse();
        for (var version : history.versions()) {
            boolean isThere =
                    version.deed() == Outcome.Deed.WRITTEN
                            || version.deed() == Outcome.Deed.MOVED_HERE;
            if (isThere && version.row().kind() == Outcome.Kind.FILE) {
                content(cat, version).ifPresent(contents::add);
            }
        }
        return contents;
    }

    private static Optional<String> content(Member member, Outcome.Version version)
            throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var path = new VolumePath("files", version.row().path());
        try {
            member.run(new Command.GetStream(path, Optional.of(version.at()), out));
            return Optional.of(out.toString(StandardCharsets.ISO_8859_1));
        } catch (NodeException e) {
            return Optional.empty(); // another version had the name then, as a directory does
        }
    }
}
