package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Each house number and each of the manners has a fault planted, and must find it, once; and lets
/// pass what only just fits.
class PlantedClutterTest {

    @Test
    void a_method_one_line_too_long_is_found() {
        assertThat(found(HouseNumbers::longMethods, method(40))).isEmpty();
        assertThat(found(HouseNumbers::longMethods, method(41))).hasSize(1);
        assertThat(HouseNumbers.methodLinesP95(List.of(main(method(33))))).isEqualTo(33);
    }

    @Test
    void a_file_one_line_too_long_is_found() {
        assertThat(found(HouseNumbers::longFiles, "\n".repeat(400))).isEmpty();
        assertThat(found(HouseNumbers::longFiles, "\n".repeat(401))).hasSize(1);
    }

    @Test
    void a_line_one_column_too_wide_is_found() {
        assertThat(found(HouseNumbers::wideLines, "//" + "x".repeat(108))).isEmpty();
        assertThat(found(HouseNumbers::wideLines, "//" + "x".repeat(109))).hasSize(1);
    }

    @Test
    void a_sixth_parameter_is_found_but_in_a_records_own_constructor() {
        assertThat(
                        found(
                                HouseNumbers::longParameterLists,
                                "class A { void f(%s) {} }".formatted(ints(6))))
                .hasSize(1);
        assertThat(
                        found(
                                HouseNumbers::longParameterLists,
                                "record A(%s) { A {} }".formatted(ints(6))))
                .isEmpty();
    }

    @Test
    void an_eleventh_component_is_found() {
        assertThat(
                        found(
                                HouseNumbers::wideRecords,
                                "record A(%s) { static int z; }".formatted(ints(10))))
                .isEmpty();
        assertThat(found(HouseNumbers::wideRecords, "record A(%s) {}".formatted(ints(11))))
                .hasSize(1);
    }

    @Test
    void a_sixth_method_of_an_interface_is_found() {
        assertThat(
                        found(
                                HouseNumbers::wideInterfaces,
                                "interface A { %s static void f() {} }".formatted(methods(5))))
                .isEmpty();
        assertThat(found(HouseNumbers::wideInterfaces, "interface A { %s }".formatted(methods(6))))
                .hasSize(1);
    }

    @Test
    void a_thirteenth_public_type_is_found() {
        var types =
                IntStream.range(0, 13)
                        .mapToObj(i -> main("package p; public class A%d {}".formatted(i)))
                        .toList();
        assertThat(HouseNumbers.crowdedPackages(types.subList(1, 13))).isEmpty();
        assertThat(HouseNumbers.crowdedPackages(types)).hasSize(1);
    }

    @Test
    void a_wait_without_a_unit_is_found() {
        assertThat(
                        found(
                                HouseNumbers::waitsWithoutUnit,
                                "class A { void f(int timeoutMillis) {} }"))
                .hasSize(1);
    }

    @Test
    void a_package_that_does_not_say_what_it_is_for_is_found() {
        var info =
                SourceFile.planted(
                        "engine/src/main/java/p/package-info.java", "/// **Purpose.**\npackage p;");
        assertThat(Manners.packagesWithoutInfo(List.of(main("package p; class A {}"), info)))
                .isEmpty();
        assertThat(Manners.packagesWithoutInfo(List.of(main("package p; class A {}")))).hasSize(1);
        assertThat(Manners.incompleteInfo(info)).hasSize(4);
    }

    @Test
    void a_catch_of_everything_is_found() {
        assertThat(found(Manners::broadCatches, tryThenCatch("IllegalStateException e"))).isEmpty();
        assertThat(found(Manners::broadCatches, tryThenCatch("Exception e"))).hasSize(1);
        assertThat(
                        found(
                                Manners::broadCatches,
                                tryThenCatch("java.io.IOException | RuntimeException e")))
                .hasSize(1);
    }

    @Test
    void a_catch_that_throws_on_what_it_caught_hides_nothing() {
        var source = "class A { void f() { try {} catch (Exception e) { g(); throw %s; } } }";
        assertThat(found(Manners::broadCatches, source.formatted("e"))).isEmpty();
        assertThat(found(Manners::broadCatches, source.formatted("new Error()"))).hasSize(1);
    }

    @Test
    void a_test_that_naps_is_found() {
        var nap = "class A { void f() { java.lang.Thread.sleep(1); } }";
        assertThat(Manners.hopefulTests(SourceFile.planted("engine/src/test/java/A.java", nap)))
                .hasSize(1);
    }

    @Test
    void a_sentence_in_the_code_of_the_terminal_face_is_found() {
        var source = "class A { Object a = %s; }";
        var said = source.formatted("\"There is nothing to store.\"");
        var own = source.formatted("new IllegalStateException(\"every Java has SHA-256\")");
        assertThat(Manners.sentencesInCode(face(said))).hasSize(1);
        assertThat(Manners.sentencesInCode(face(own))).isEmpty();
        assertThat(Manners.sentencesInCode(face(source.formatted("\"put.nothing\"")))).isEmpty();
        assertThat(Manners.sentencesInCode(main(said))).isEmpty();
    }

    private static SourceFile face(String text) {
        return SourceFile.planted("app-tui/src/main/java/A.java", text);
    }

    @Test
    void a_test_that_is_no_sentence_is_found() {
        assertThat(found(Manners::testsThatAreNoSentence, "class A { @Test void testPut() {} }"))
                .hasSize(1);
        assertThat(found(Manners::testsThatAreNoSentence, "class A { @Test void V1_is_put() {} }"))
                .isEmpty();
    }

    @Test
    void a_promise_to_finish_later_is_found() {
        assertThat(Manners.unfinishedWork("README.md", "one\n- TO" + "DO: two")).hasSize(1);
    }

    private static List<String> found(Function<SourceFile, Stream<String>> check, String text) {
        return check.apply(main(text)).toList();
    }

    private static SourceFile main(String text) {
        return SourceFile.planted("engine/src/main/java/A.java", text);
    }

    private static String method(int lines) {
        return "class A {\n void f() {\n" + "\n".repeat(lines - 2) + " }\n}\n";
    }

    private static String ints(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "int a" + i)
                .collect(Collectors.joining(", "));
    }

    private static String methods(int count) {
        return IntStream.range(0, count)
                .mapToObj("void f%d();"::formatted)
                .collect(Collectors.joining(" "));
    }

    private static String tryThenCatch(String caught) {
        return "class A { void f() { try {} catch (%s) {} } }".formatted(caught);
    }
}
