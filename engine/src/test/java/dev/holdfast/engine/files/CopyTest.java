package dev.holdfast.engine.files;

import static dev.holdfast.engine.files.Desk.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.VolumeSpec;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/// A second name for what stands in a volume. Its content is not sent or stored again.
@Timeout(60)
class CopyTest {

    /// More than one chunk, so that there is a list of them.
    private static final int LONG = 3 << 20;

    private static final VolumeSpec FEWER =
            new VolumeSpec(2, 64 << 10, 1, VolumeSpec.DEFAULT.keep(), Duration.ZERO);
    private static final VolumeSpec MORE =
            new VolumeSpec(5, 0, 1, VolumeSpec.DEFAULT.keep(), Duration.ZERO);

    private final Desk desk = new Desk();

    CopyTest() throws Exception {}

    private long copy(String... places) throws NodeException, InterruptedException {
        return copy(false, places);
    }

    private long copy(boolean recursive, String... places)
            throws NodeException, InterruptedException {
        var sources = Arrays.stream(places).limit(places.length - 1).map(Desk::at).toList();
        var to = at(places[places.length - 1]);
        return desk.files.copy(new Command.Copy(sources, to, recursive)).entries();
    }

    private byte[] content(String place) throws NodeException, InterruptedException {
        var out = new ByteArrayOutputStream();
        desk.files.get(new Command.GetStream(at(place), out), event -> {});
        return out.toByteArray();
    }

    private Outcome.Row row(String place) throws NodeException, InterruptedException {
        return desk.files.describe(new Command.Describe(at(place))).row();
    }

    private static void assertRefused(Problem.Code code, String what, ThrowingCallable asking) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(code))
                .hasMessageContaining(what);
    }

    private static void assertExists(String what, ThrowingCallable asking) {
        assertRefused(Problem.Code.EXISTS, what, asking);
    }

    private static void assertUsage(String what, ThrowingCallable asking) {
        assertRefused(Problem.Code.USAGE, what, asking);
    }

    @Test
    void a_file_has_a_second_name_and_no_chunk_more() throws Exception {
        desk.put(1, LONG, "files:/a.bin");
        long held = desk.store.index().size();

        assertThat(copy("files:/a.bin", "files:/b.bin")).isOne();

        assertThat(desk.paths("files:/")).containsExactly("/a.bin", "/b.bin");
        assertThat(content("files:/b.bin")).isEqualTo(content("files:/a.bin"));
        assertThat(row("files:/b.bin").mtime()).isEqualTo(row("files:/a.bin").mtime());
        assertThat(desk.store.index().size()).isEqualTo(held);
    }

    @Test
    void each_name_goes_its_own_way_afterwards() throws Exception {
        desk.put(1, 100, "files:/a");
        copy("files:/a", "files:/b");
        desk.put(2, 50, "files:/a");
        desk.files.remove(new Command.Remove(at("files:/a"), false));

        assertThat(content("files:/b")).hasSize(100);
    }

    @Test
    void a_file_of_another_device_is_copied_while_that_is_away() throws Exception {
        desk.put(1, LONG, "files:/a.bin");
        desk.letGo();

        assertThat(copy("files:/a.bin", "files:/b.bin")).isOne();

        assertThat(desk.begun.availablePermits()).isZero();
        assertThat(desk.store.index().size()).isZero();
    }

    @Test
    void a_destination_means_what_it_means_to_cp() throws Exception {
        desk.put(1, 10, "files:/a");
        desk.put(2, 20, "files:/in/b");

        copy("files:/a", "files:/in");
        copy("files:/a", "files:/made/");
        copy("files:/a", "files:/in/b", "files:/both");
        copy("files:/a", "files:/deep/er/c");

        assertThat(desk.paths("files:/"))
                .contains("/in/a", "/made/a", "/both/a", "/both/b", "/deep/er/c");
        assertThat(copy("files:/a", "files:/in/b")).isOne();
        assertThat(content("files:/in/b")).hasSize(10);
        assertThat(copy("files:/a", "files:/in/b")).isZero();
    }

    @Test
    void a_directory_comes_with_all_below_it() throws Exception {
        desk.put(1, 10, "files:/d/a");
        desk.put(2, 0, "files:/d/in/empty");
        desk.files.makeDirectory(new Command.MakeDirectory(at("files:/d/bare")));

        assertThat(copy(true, "files:/d", "files:/e")).isEqualTo(3);
        copy(true, "files:/d", "files:/e");

        assertThat(desk.paths("files:/e"))
                .containsExactly(
                        "/e/a",
                        "/e/bare",
                        "/e/d",
                        "/e/d/a",
                        "/e/d/bare",
                        "/e/d/in",
                        "/e/d/in/empty",
                        "/e/in",
                        "/e/in/empty");
        assertThat(row("files:/e/bare").kind()).isEqualTo(Outcome.Kind.DIRECTORY);
    }

    @Test
    void a_directory_is_laid_over_one_that_is_there() throws Exception {
        desk.put(1, 10, "files:/new/d/a");
        desk.put(2, 20, "files:/old/d/b");

        copy(true, "files:/new/d", "files:/old");

        assertThat(desk.paths("files:/old/d")).containsExactly("/old/d/a", "/old/d/b");
    }

    @Test
    void what_would_lose_something_is_refused_whole() throws Exception {
        desk.put(1, 10, "files:/d/x");
        desk.put(2, 20, "files:/d/in/y");
        desk.put(3, 30, "files:/file");
        desk.put(4, 40, "files:/e/d/in");
        desk.put(5, 50, "files:/f/file/z");
        var before = desk.paths("files:/");

        assertExists("not a directory", () -> copy(true, "files:/d", "files:/file"));
        assertExists("not a directory", () -> copy("files:/d/x", "files:/file", "files:/file"));
        assertExists("is a directory", () -> copy("files:/file", "files:/f"));
        assertExists("not a directory", () -> copy(true, "files:/d", "files:/e"));
        assertExists("not a directory", () -> copy("files:/d/x", "files:/file/q"));
        assertThat(desk.paths("files:/")).isEqualTo(before);
    }

    @Test
    void what_makes_no_sense_is_refused() throws Exception {
        desk.put(1, 10, "files:/d/x");
        desk.put(2, 20, "files:/f/x");

        assertUsage("Add -r", () -> copy("files:/d", "files:/g"));
        assertUsage("itself", () -> copy(true, "files:/d", "files:/d"));
        assertUsage("itself", () -> copy(true, "files:/d", "files:/d/in/q"));
        assertUsage("itself", () -> copy(true, "files:/", "files:/d"));
        assertUsage("onto itself", () -> copy("files:/d/x", "files:/d/x"));
        assertUsage("both become", () -> copy("files:/d/x", "files:/f/x", "files:/q/"));
        assertRefused(Problem.Code.NO_SUCH, "no", () -> copy("files:/nowhere", "files:/q"));
        assertRefused(Problem.Code.NO_SUCH, "no", () -> copy("files:/d/x", "nowhere:/q"));
    }

    @Test
    void another_volume_shares_the_chunks_however_it_cuts_its_own() throws Exception {
        desk.volume("small", FEWER);
        desk.put(1, LONG, "files:/d/a");
        long held = desk.store.index().size();

        copy(true, "files:/d", "small:/");

        assertThat(content("small:/d/a")).isEqualTo(content("files:/d/a"));
        assertThat(desk.store.index().size()).isEqualTo(held);
        assertThat(factors()).containsExactly(3);
        assertThat(desk.ledger.views().self().openClaims()).isEmpty();
    }

    @Test
    void a_volume_that_keeps_more_copies_asks_for_them() throws Exception {
        desk.volume("safe", MORE);
        desk.put(1, LONG, "files:/a");
        desk.written.clear();

        copy("files:/a", "safe:/a");

        assertThat(factors()).containsExactly(5);
        var told = desk.written.stream().flatMap(w -> w.ids().stream()).collect(Collectors.toSet());
        assertThat(told).containsExactlyInAnyOrderElementsOf(held());
        assertThat(desk.written).allMatch(w -> w.factor() == 5);
    }

    @Test
    void more_copies_of_what_is_not_here_begin_with_one_here() throws Exception {
        desk.volume("safe", MORE);
        desk.put(1, LONG, "files:/a");
        desk.letGo();
        desk.allowed.release(100);

        copy("files:/a", "safe:/a");

        assertThat(held()).hasSameSizeAs(desk.elsewhere.index().ids().toList());
        assertThat(factors()).containsExactly(5);
    }

    /// Else nobody would know that the chunks are kept for that volume too, and they would go with
    /// the copies that the first one is told to keep no more.
    @Test
    void what_is_copied_to_another_volume_is_kept_for_it_from_then_on() throws Exception {
        desk.volume("other", VolumeSpec.DEFAULT);
        desk.put(1, LONG, "files:/a");
        desk.letGo();
        desk.allowed.release(100);

        copy("files:/a", "other:/a");

        assertThat(held()).hasSameSizeAs(desk.elsewhere.index().ids().toList());
    }

    @Test
    void what_was_changed_meanwhile_is_not_copied() throws Exception {
        desk.volume("safe", MORE);
        desk.put(1, LONG, "files:/a");
        desk.letGo();
        var copying = new FutureTask<>(() -> copy("files:/a", "safe:/a"));
        var thread = Thread.ofPlatform().start(copying);
        desk.begun.acquire();

        desk.files.remove(new Command.Remove(at("files:/a"), false));
        desk.allowed.release(100);
        thread.join();

        assertThat(copying.exceptionNow())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CHANGED));
        assertThat(desk.paths("safe:/")).isEmpty();
        assertThat(desk.ledger.views().self().openClaims()).isEmpty();
    }

    private List<ChunkId> held() {
        return desk.store.index().ids().toList();
    }

    /// The factors with which chunks are kept here.
    private Set<Integer> factors() {
        return desk.ledger.views().chunks().facts(held()).stream()
                .map(facts -> facts.factor())
                .collect(Collectors.toSet());
    }
}
