package dev.holdfast.engine.files;

import static dev.holdfast.engine.files.Desk.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Outcome.Deed;
import dev.holdfast.engine.api.Outcome.Standing;
import dev.holdfast.engine.api.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Somebody looks back, and brings back.
@Timeout(60)
class PastTest {

    private static final int LENGTH = 1000;

    private final Desk desk = new Desk();

    PastTest() throws Exception {}

    private Instant put(int seed, String place) throws Exception {
        desk.put(seed, LENGTH, place);
        return desk.now("files");
    }

    private Instant remove(String place) throws Exception {
        desk.files.remove(new Command.Remove(at(place), true));
        return desk.now("files");
    }

    private Instant move(String from, String to) throws Exception {
        desk.files.move(new Command.Move(at(from), at(to)));
        return desk.now("files");
    }

    private static byte[] bytes(int seed) {
        var bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private byte[] content(String place) throws Exception {
        var out = new ByteArrayOutputStream();
        desk.files.get(new Command.GetStream(at(place), out), event -> {});
        return out.toByteArray();
    }

    private byte[] content(String place, Instant asOf) throws Exception {
        var out = new ByteArrayOutputStream();
        desk.files.get(new Command.GetStream(at(place), Optional.of(asOf), out), event -> {});
        return out.toByteArray();
    }

    private List<String> paths(String place, Instant asOf) throws Exception {
        var list = new Command.ListEntries(at(place), true, Optional.empty(), Optional.of(asOf));
        return desk.files.list(list).rows().stream().map(Outcome.Row::path).toList();
    }

    private List<Outcome.Version> history(String place) throws Exception {
        return desk.files.history(new Command.ReadHistory(at(place), 100)).versions();
    }

    private Outcome.Restored restore(String place, Instant asOf) throws Exception {
        return desk.files.restore(new Command.Restore(at(place), asOf, Optional.empty(), false));
    }

    private Outcome.Restored restoreExactly(String place, Instant asOf) throws Exception {
        return desk.files.restore(new Command.Restore(at(place), asOf, Optional.empty(), true));
    }

    private Outcome.Restored restore(String place, Instant asOf, String to) throws Exception {
        var restore = new Command.Restore(at(place), asOf, Optional.of(at(to)), false);
        return desk.files.restore(restore);
    }

    @Test
    void a_file_is_read_as_it_was_at_each_time() throws Exception {
        var first = put(1, "files:/letter");
        var second = put(2, "files:/letter");
        var gone = remove("files:/letter");
        assertThat(content("files:/letter", first)).isEqualTo(bytes(1));
        assertThat(content("files:/letter", second)).isEqualTo(bytes(2));
        assertNoSuch(() -> content("files:/letter", gone));
        assertNoSuch(() -> content("files:/letter", first.minusMillis(1)));
    }

    @Test
    void when_nothing_was_there_is_told_by_the_clock_on_the_wall() throws Exception {
        var then = put(1, "files:/letter").truncatedTo(ChronoUnit.MINUTES).minusNanos(1);
        var local = LocalDateTime.ofInstant(then, ZoneId.systemDefault()).withNano(0);
        assertThatThrownBy(() -> content("files:/letter", then))
                .hasMessageContaining(
                        "no files:/letter at " + local.toString().replace('T', ' ') + ".");
    }

    @Test
    void a_directory_is_listed_as_it_stood_before_things_moved() throws Exception {
        put(1, "files:/d/a");
        var before = put(2, "files:/d/e/b");
        move("files:/d/a", "files:/elsewhere");
        var after = remove("files:/d/e");
        assertThat(paths("files:/d", before)).containsExactly("/d/a", "/d/e", "/d/e/b");
        assertThat(paths("files:/", after)).containsExactly("/elsewhere");
    }

    @Test
    void a_directory_is_written_to_this_machine_as_it_stood(@TempDir Path here) throws Exception {
        put(1, "files:/d/a");
        var before = put(2, "files:/d/b");
        put(3, "files:/d/a");
        remove("files:/d/b");
        var to = here.resolve("d");
        desk.files.get(
                new Command.Get(at("files:/d"), to.toString(), Optional.of(before)), event -> {});
        assertThat(Files.readAllBytes(to.resolve("a"))).isEqualTo(bytes(1));
        assertThat(Files.readAllBytes(to.resolve("b"))).isEqualTo(bytes(2));
    }

    @Test
    void history_tells_each_version_the_newest_first() throws Exception {
        put(1, "files:/a");
        put(2, "files:/a");
        move("files:/a", "files:/b");
        remove("files:/b");
        assertThat(history("files:/a"))
                .extracting(Outcome.Version::deed)
                .containsExactly(Deed.MOVED_AWAY, Deed.WRITTEN, Deed.WRITTEN);
        assertThat(history("files:/a").getFirst().to()).contains("/b");
        assertThat(history("files:/"))
                .extracting(Outcome.Version::deed)
                .contains(Deed.MOVED_HERE, Deed.REMOVED)
                .hasSize(5);
        assertThat(history("files:/a"))
                .extracting(Outcome.Version::standing)
                .containsExactly(Standing.STANDS, Standing.REPLACED, Standing.REPLACED);
    }

    @Test
    void history_says_when_there_is_more_of_it() throws Exception {
        put(1, "files:/a");
        put(2, "files:/a");
        var one = desk.files.history(new Command.ReadHistory(at("files:/a"), 1));
        assertThat(one.isMore()).isTrue();
        assertThat(one.versions()).hasSize(1);
        assertNoSuch(() -> history("files:/never"));
    }

    @Test
    void what_was_removed_comes_back_and_goes_again() throws Exception {
        var there = put(1, "files:/a");
        var gone = remove("files:/a");
        long chunks = desk.store.index().size();
        assertThat(restore("files:/a", there).entries()).isEqualTo(1);
        assertThat(content("files:/a")).isEqualTo(bytes(1));
        assertThat(desk.store.index().size()).isEqualTo(chunks);
        assertThat(restore("files:/a", there).same()).isEqualTo(1);
        assertThat(restoreExactly("files:/", gone).removed()).isEqualTo(1);
        assertThat(desk.paths("files:/")).isEmpty();
    }

    @Test
    void a_directory_goes_back_and_what_came_since_stays_unless_told_otherwise() throws Exception {
        put(1, "files:/d/a");
        put(2, "files:/d/b");
        var before = put(3, "files:/d/same");
        put(4, "files:/d/a");
        remove("files:/d/b");
        put(5, "files:/d/later");
        assertThat(restore("files:/d", before)).isEqualTo(new Outcome.Restored(2, 1, 0, List.of()));
        assertThat(content("files:/d/a")).isEqualTo(bytes(1));
        assertThat(content("files:/d/b")).isEqualTo(bytes(2));
        assertThat(content("files:/d/later")).isEqualTo(bytes(5));
        assertThat(restoreExactly("files:/d", before).removed()).isEqualTo(1);
        assertThat(desk.paths("files:/d")).containsExactly("/d/a", "/d/b", "/d/same");
    }

    @Test
    void a_restore_is_taken_back_by_a_restore() throws Exception {
        var first = put(1, "files:/a");
        var second = put(2, "files:/a");
        restore("files:/a", first);
        restore("files:/a", second);
        assertThat(content("files:/a")).isEqualTo(bytes(2));
    }

    @Test
    void the_old_one_stands_beside_under_another_name() throws Exception {
        put(1, "files:/d/a");
        var before = put(2, "files:/d/e/b");
        put(3, "files:/d/a");
        restore("files:/d", before, "files:/old");
        assertThat(desk.paths("files:/old")).containsExactly("/old/a", "/old/e", "/old/e/b");
        assertThat(content("files:/old/a")).isEqualTo(bytes(1));
        assertThat(content("files:/d/a")).isEqualTo(bytes(3));
        restore("files:/d/a", before, "files:/old/");
        assertThat(desk.paths("files:/old")).hasSize(3);
    }

    @Test
    void what_the_volume_keeps_no_longer_is_not_named_again() throws Exception {
        put(1, "files:/d/a");
        var before = put(2, "files:/d/b");
        put(3, "files:/d/a");
        desk.trim("files");
        assertThat(history("files:/d/a"))
                .extracting(Outcome.Version::standing)
                .containsExactly(Standing.STANDS, Standing.GONE);
        var restored = restore("files:/d", before);
        assertThat(restored.gone()).containsExactly("/d/a");
        assertThat(restored.same()).isEqualTo(1);
        assertThat(content("files:/d/a")).isEqualTo(bytes(3));
    }

    @Test
    void of_each_day_the_last_version_is_told_read_and_brought_back_and_no_other()
            throws Exception {
        var morning = put(1, "files:/d/a");
        var evening = put(2, "files:/d/a");
        desk.day = 1;
        var nextMorning = put(3, "files:/d/a");
        remove("files:/d/a");
        desk.day = 2;
        put(4, "files:/d/b");
        desk.trimToDays("files");

        assertThat(history("files:/d/a"))
                .extracting(Outcome.Version::standing)
                .containsExactly(Standing.STANDS, Standing.GONE, Standing.REPLACED, Standing.GONE);
        assertThat(content("files:/d/a", evening)).isEqualTo(bytes(2));
        assertThat(restore("files:/d", morning).gone()).containsExactly("/d/a");
        assertThat(restore("files:/d", nextMorning).gone()).containsExactly("/d/a");
        assertThat(restore("files:/d", evening).entries()).isEqualTo(1);
        assertThat(content("files:/d/a")).isEqualTo(bytes(2));
    }

    @Test
    void what_is_ended_while_it_is_brought_back_is_not_named_either() throws Exception {
        put(1, "files:/d/a");
        var before = put(2, "files:/d/b");
        put(3, "files:/d/a");
        remove("files:/d/b");
        desk.meanwhile = () -> desk.trim("files");
        assertThat(restore("files:/d", before).gone()).containsExactly("/d/a", "/d/b");
        assertThat(content("files:/d/a")).isEqualTo(bytes(3));
    }

    @Test
    void a_directory_in_the_way_is_told_and_goes_when_asked() throws Exception {
        var before = put(1, "files:/a");
        remove("files:/a");
        put(2, "files:/a/b");
        assertThatThrownBy(() -> restore("files:/a", before))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.EXISTS));
        assertThat(content("files:/a/b")).isEqualTo(bytes(2));
        restoreExactly("files:/a", before);
        assertThat(content("files:/a")).isEqualTo(bytes(1));
        assertThat(desk.paths("files:/")).containsExactly("/a");
    }

    private static void assertNoSuch(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.NO_SUCH));
    }
}
