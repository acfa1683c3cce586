package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The house numbers and manners, kept by the build. `PlantedClutterTest` shows that each can fail.
class TidyTest {

    private static final Path REPOSITORY = repository();
    private static final List<SourceFile> FILES = read();

    /// What people write besides Java.
    private static final Set<String> TEXTS =
            Set.of("md", "xml", "proto", "properties", "cmd", "sh", "");

    @Test
    void the_checks_look_at_every_module() {
        assertThat(FILES)
                .extracting(SourceFile::module)
                .contains(".ci", "app-gui", "app-tui", "discovery", "engine", "testbed");
    }

    @Test
    void methods_are_short() {
        none(HouseNumbers::longMethods);
        assertThat(HouseNumbers.methodLinesP95(FILES))
                .isLessThanOrEqualTo(HouseNumbers.METHOD_LINES_P95_MAX);
    }

    @Test
    void files_are_short() {
        none(HouseNumbers::longFiles);
    }

    @Test
    void lines_fit_the_screen() {
        none(HouseNumbers::wideLines);
    }

    @Test
    void methods_take_few_parameters() {
        none(HouseNumbers::longParameterLists);
    }

    @Test
    void records_hold_few_components() {
        none(HouseNumbers::wideRecords);
    }

    @Test
    void interfaces_are_small() {
        none(HouseNumbers::wideInterfaces);
    }

    @Test
    void packages_show_few_types() {
        assertThat(HouseNumbers.crowdedPackages(FILES)).isEmpty();
    }

    @Test
    void a_wait_has_a_unit() {
        none(HouseNumbers::waitsWithoutUnit);
    }

    @Test
    void every_package_says_what_it_is_for() {
        assertThat(Manners.packagesWithoutInfo(FILES)).isEmpty();
        none(Manners::incompleteInfo);
    }

    @Test
    void only_the_outermost_loops_catch_everything() {
        assertThat(Manners.OUTERMOST).hasSizeLessThanOrEqualTo(3);
        none(Manners::broadCatches);
    }

    @Test
    void tests_never_wait_and_hope() {
        none(Manners::hopefulTests);
    }

    @Test
    void what_the_terminal_face_says_stands_among_its_words() {
        none(Manners::sentencesInCode);
    }

    @Test
    void tests_are_named_by_sentences() {
        none(Manners::testsThatAreNoSentence);
    }

    @Test
    void nothing_is_left_unfinished() throws IOException {
        none(file -> Manners.unfinishedWork(file.path(), file.text()));
        for (var path : texts()) {
            assertThat(Manners.unfinishedWork(path.toString(), Files.readString(path))).isEmpty();
        }
    }

    private static void none(Function<SourceFile, Stream<String>> check) {
        assertThat(FILES.stream().flatMap(check)).isEmpty();
    }

    private static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !REPOSITORY.relativize(file).toString().contains("target"))
                    .filter(file -> !REPOSITORY.relativize(file).startsWith(".git"))
                    .filter(file -> TEXTS.contains(ending(file)))
                    .toList();
        }
    }

    private static String ending(Path file) {
        var name = file.getFileName().toString();
        var dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /// The root of this checkout, whichever module is tested.
    static Path repository() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("testbed")) ? here : here.resolve("..").normalize();
    }

    private static List<SourceFile> read() {
        try {
            return SourceFile.below(repository());
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
