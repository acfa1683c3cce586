package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.folder.FolderSteps;
import dev.holdfast.engine.folder.Found;
import dev.holdfast.engine.folder.SeenFiles;
import dev.holdfast.engine.folder.Standing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;

/// Bob's folder is on a disk of a camera or of another system, which shows all files as executable,
/// or none. Ann's tells them apart.
@Timeout(60)
class ForeignDiskTest {

    @TempDir Path place;

    private final Den den = new Den();
    private LinkedSide ann;
    private LinkedSide bob;

    ForeignDiskTest() throws Exception {}

    /// A disk that shows all files alike.
    private record AllAlike(boolean areExecutable) implements FolderSteps {

        @Override
        public void reached(String step) {}

        @Override
        public Standing standing(Standing seen) {
            return new Standing(
                    seen.kind(),
                    seen.sight(),
                    seen.disk(),
                    seen.modifiedNanos(),
                    areExecutable && seen.kind() == Found.Kind.FILE,
                    seen.target());
        }
    }

    @BeforeEach
    void two_folders() throws Exception {
        ann = new LinkedSide(den, Files.createDirectory(place.resolve("ann")));
        bob = new LinkedSide(den, Files.createDirectory(place.resolve("bob")));
        ann.write("photo", "a lake");
        ann.write("script", "echo hello");
        setExecutable(ann, "script", true);
    }

    private static void setExecutable(LinkedSide side, String name, boolean is) throws IOException {
        var file = side.folder.resolve(name);
        var all = Files.getPosixFilePermissions(file);
        if (is) {
            all.add(PosixFilePermission.OWNER_EXECUTE);
        } else {
            all.remove(PosixFilePermission.OWNER_EXECUTE);
        }
        Files.setPosixFilePermissions(file, all);
    }

    private void settle() throws Exception {
        LinkedSide.settle(ann, bob);
    }

    /// Whether a file is executable in the volume and for Ann, which is the same.
    private boolean isExecutable(String name) {
        boolean inVolume = ((Entry.File) ann.version(name).entry().kind()).executable();
        assertThat(Files.isExecutable(ann.folder.resolve(name))).isEqualTo(inVolume);
        return inVolume;
    }

    /// Both have just these, and nothing is to be done about any.
    private void assertBothHave(Map<String, String> files) throws Exception {
        assertThat(ann.all()).isEqualTo(files);
        assertThat(bob.all()).isEqualTo(files);
        assertThat(bob.pass().plan().actions()).allMatch(Observed.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_comes_there_and_is_edited_stays_what_it_was(boolean areExecutable) throws Exception {
        bob.steps = new AllAlike(areExecutable);
        settle();
        bob.write("photo", "a lake at night");
        bob.write("script", "echo good night");
        settle();
        assertBothHave(Map.of("photo", "a lake at night", "script", "echo good night"));
        assertThat(isExecutable("photo")).isFalse();
        assertThat(isExecutable("script")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_both_had_before_is_the_same(boolean areExecutable) throws Exception {
        bob.steps = new AllAlike(areExecutable);
        bob.write("photo", "a lake");
        bob.write("script", "echo hello");
        settle();
        assertBothHave(Map.of("photo", "a lake", "script", "echo hello"));
        assertThat(isExecutable("photo")).isFalse();
        assertThat(isExecutable("script")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_renamed_there_or_elsewhere_stays_what_it_was(boolean areExecutable)
            throws Exception {
        bob.steps = new AllAlike(areExecutable);
        settle();
        Files.move(ann.folder.resolve("photo"), ann.folder.resolve("lake"));
        Files.move(bob.folder.resolve("script"), bob.folder.resolve("greeting"));
        settle();
        assertBothHave(Map.of("lake", "a lake", "greeting", "echo hello"));
        assertThat(isExecutable("lake")).isFalse();
        assertThat(isExecutable("greeting")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_ann_makes_executable_is_so_for_her_and_no_edit_for_him(boolean areExecutable)
            throws Exception {
        bob.steps = new AllAlike(areExecutable);
        settle();
        setExecutable(ann, "photo", true);
        setExecutable(ann, "script", false);
        settle();
        assertBothHave(Map.of("photo", "a lake", "script", "echo hello"));
        assertThat(isExecutable("photo")).isTrue();
        assertThat(isExecutable("script")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_made_there_is_not_executable(boolean areExecutable) throws Exception {
        bob.steps = new AllAlike(areExecutable);
        bob.write("film", "waves");
        settle();
        assertThat(isExecutable("film")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void where_it_is_kept_who_makes_a_file_executable_does_so_for_all(boolean isFirst)
            throws Exception {
        if (isFirst) {
            settle();
        }
        bob.write("film", "waves");
        setExecutable(bob, "film", true);
        settle();
        assertBothHave(Map.of("film", "waves", "photo", "a lake", "script", "echo hello"));
        assertThat(isExecutable("film")).isTrue();
        setExecutable(bob, "script", false);
        settle();
        assertThat(isExecutable("script")).isFalse();
        Files.move(ann.folder.resolve("photo"), ann.folder.resolve("lake"));
        setExecutable(ann, "lake", true);
        settle();
        assertThat(isExecutable("lake")).isTrue();
        assertThat(bob.folder.resolve("lake")).isExecutable();
    }

    /// The process ends, and another begins.
    @Test
    void a_trial_that_was_cut_off_does_not_speak_for_the_next() throws Exception {
        settle();
        den.files = den.files(SeenFiles.none());
        setExecutable(ann, "photo", true);
        ann.steps =
                step -> {
                    if (step.equals("folder/delete/before")) {
                        throw new Ended();
                    }
                };
        assertThatThrownBy(ann::pass).isInstanceOf(Ended.class);
        ann.steps = FolderSteps.UNTOLD;
        den.files = den.files(SeenFiles.none());
        settle();
        assertThat(isExecutable("photo")).isTrue();
        assertThat(bob.folder.resolve("photo")).isExecutable();
    }
}
