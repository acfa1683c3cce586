package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.crypto.Phrase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// All that a keeper has, on its disk and in its memory, is looked through for what ann stored and
/// what opens it. The same search finds it on ann's device, or it would prove nothing.
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeeperSecretsTest {

    private static final String ANN = "annas-laptop";
    private static final String KIM = "kims-attic";
    private static final String TEXT =
            "The lake lies still below the hills of Annecy.\n".repeat(99);
    private static final byte[] FILM = SpoiltHome.bytes(1, 2_000_000);

    private final Needles names = new Needles();
    private final Needles contents = new Needles();
    private final Needles secrets = new Needles();
    private Path folder;
    private Household pool;

    @BeforeAll
    void ann_has_stored_what_she_has(@TempDir Path temporary) throws Exception {
        folder = temporary;
        pool = new Household(folder.resolve("homes"), Map.of());
        Files.createDirectory(folder.resolve("homes"));
        pool.found(ANN);
        pool.admit(ANN, KIM, Role.KEEPER);
        pool.meet();
        pool.run(
                ANN,
                new Command.CreateVolume(
                        "films-of-ann",
                        2,
                        OptionalInt.empty(),
                        new WaitPolicy.Local(),
                        Duration.ofDays(30),
                        Duration.ZERO));
        pool.put(ANN, "/holidays-in-france/lake.txt", TEXT.getBytes(StandardCharsets.UTF_8), 2);
        pool.put(ANN, "/the-last-summer.mov", FILM, 2);
        pool.stop(KIM);
        pool.stop(ANN);
        lookFor();
    }

    private void lookFor() throws Exception {
        names.text("name of a device", ANN)
                .text("name of a volume", "films-of-ann")
                .text("name of a directory", "holidays-in-france")
                .text("name of a file", "the-last-summer.mov");
        contents.text("text", TEXT.substring(0, 40))
                .bytes("film", Arrays.copyOfRange(FILM, 1_000_000, 1_000_032));
        var phrase = Phrase.parse(String.join(" ", pool.words()));
        secrets.hash("recovery words", phrase.bits()).text("words", String.join(" ", pool.words()));
        try (var home = OpenHome.open(pool.files(ANN))) {
            var ring = home.live().ring();
            secrets.hash("dedup secret", ring.dedup().orElseThrow().bits());
            for (var leaf : ring.leaves()) {
                secrets.hash("epoch secret", ring.epoch(leaf).orElseThrow().bits());
            }
            var system = new VolumeId(home.live().roster().pool().hash());
            for (var volume : home.ledger().views().batches().chains().keySet()) {
                if (!volume.equals(system)) {
                    keys(home.ledger().views().names(), volume);
                }
            }
        }
    }

    private void keys(NamesView view, VolumeId volume) {
        for (var shown : view.list(volume, EntryPath.ROOT, "", NamesView.PAGE_MAX).shown()) {
            shown.version()
                    .map(version -> version.entry().kind())
                    .flatMap(KeeperSecretsTest::top)
                    .ifPresent(ref -> secrets.hash("key of a chunk", ref.key().bits()));
        }
    }

    /// The pool's own secret decides where a film is cut, so it may be one chunk or several.
    private static Optional<ChunkRef> top(Entry.Kind kind) {
        return switch (kind) {
            case Entry.File(Content.One(var ref, _), _, _) -> Optional.of(ref);
            case Entry.File(Content.Tree(var ref, _, _, _), _, _) -> Optional.of(ref);
            default -> Optional.empty();
        };
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    @Test
    void on_a_keepers_disk_is_no_name_no_content_and_no_secret() throws Exception {
        var home = pool.place(KIM);
        assertThat(names.below(home)).isEmpty();
        assertThat(new Needles().text("its own name", KIM).below(home)).isEmpty();
        assertThat(contents.below(home)).isEmpty();
        assertThat(secrets.below(home)).isEmpty();
    }

    @Test
    void on_a_members_disk_the_same_search_finds_names_and_keys() throws Exception {
        var home = pool.place(ANN);
        assertThat(names.below(home))
                .containsExactly("name of a directory", "name of a file", "name of a volume");
        assertThat(secrets.below(home)).containsExactly("key of a chunk");
    }

    @Test
    @Tag("long")
    void in_a_keepers_memory_neither_while_it_serves_what_is_in_a_members() throws Exception {
        var kims = folder.resolve("kim.hprof");
        var anns = folder.resolve("ann.hprof");
        try (var kim = KeeperProcess.start(pool.place(KIM));
                var ann = KeeperProcess.start(pool.place(ANN))) {
            for (var pack : packs()) {
                Files.delete(pack);
            }
            try (var node = pool.home(ANN).node()) {
                Household.await(() -> node.status().pool().online(), online -> online == 2);
                for (var file : List.of("/the-last-summer.mov", "/holidays-in-france/lake.txt")) {
                    node.run(new Command.Get(at(file), folder.toString()), _ -> {});
                }
            }
            kim.dump(kims);
            ann.dump(anns);
        }
        assertThat(names.in(kims)).isEmpty();
        assertThat(contents.in(kims)).isEmpty();
        assertThat(secrets.in(kims)).isEmpty();
        assertThat(names.in(anns)).contains("name of a directory", "name of a file");
        assertThat(contents.in(anns)).isNotEmpty();
        assertThat(secrets.in(anns)).contains("dedup secret", "epoch secret", "key of a chunk");
    }

    private List<Path> packs() throws Exception {
        try (var packs = Files.list(pool.place(ANN).resolve("packs"))) {
            return packs.toList();
        }
    }
}
