package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import java.util.Arrays;
import java.util.List;

/// The walls of the house, kept by the build. `PlantedWallsTest` shows that each rule can fail.
///
/// A class may be let off one rule by an annotation named `Exempt`, with the name of the test here
/// and a reason. They are counted.
class ArchitectureTest {

    private static final int EXEMPTIONS_MAX = 0;

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("dev.holdfast")
                    .that(
                            DescribedPredicate.describe(
                                    "written by hand", ArchitectureTest::handWritten));

    private String rule = "";

    @BeforeEach
    void remember(TestInfo test) {
        rule = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void the_rules_look_at_every_module() {
        assertThat(OURS).as("an empty import passes every rule").hasSizeGreaterThan(30);
        assertThat(OURS)
                .extracting(JavaClass::getPackageName)
                .contains(
                        "dev.holdfast.discovery",
                        "dev.holdfast.engine.api",
                        "dev.holdfast.engine.core.content",
                        "dev.holdfast.gui",
                        "dev.holdfast.testbed",
                        "dev.holdfast.tui");
    }

    @Test
    void exemptions_are_few_and_name_a_rule() {
        var rules =
                Arrays.stream(ArchitectureTest.class.getDeclaredMethods()).map(m -> m.getName());
        var exempt = OURS.stream().flatMap(type -> Exemption.of(type).stream()).toList();
        assertThat(exempt).hasSizeLessThanOrEqualTo(EXEMPTIONS_MAX);
        assertThat(rules.toList()).containsAll(exempt.stream().map(Exemption::rule).toList());
        assertThat(exempt).allSatisfy(e -> assertThat(e.reason()).hasSizeGreaterThan(20));
    }

    @Test
    void no_package_is_in_a_cycle() {
        hold(Walls.noCycles());
    }

    @Test
    void core_decides_and_never_waits() {
        hold(Walls.coreUsesOnlyValues());
    }

    @Test
    void core_hashes_and_does_no_other_cryptography() {
        hold(Walls.coreHashesWithTheDigestOnly());
    }

    @Test
    void the_api_leans_on_nothing_of_ours() {
        hold(Walls.apiLeansOnNothing());
    }

    @Test
    void faces_and_the_local_api_see_only_the_api() {
        hold(Walls.clientsSeeOnlyTheApi());
    }

    @Test
    void a_main_class_also_sees_the_node() {
        hold(Walls.aMainAlsoSeesTheNode());
    }

    @Test
    void a_package_never_names_its_child() {
        hold(Walls.noPackageNamesItsChild());
    }

    @Test
    void only_node_names_an_implementation() {
        hold(Walls.onlyNodeNamesAnImplementation());
    }

    @Test
    void nothing_leans_on_the_testbed() {
        hold(Libraries.testbed());
    }

    @Test
    void engine_and_discovery_meet_only_in_node() {
        hold(Libraries.discovery());
        hold(Libraries.engineFromDiscovery());
    }

    @Test
    void each_library_has_one_room() {
        Libraries.each().forEach(this::hold);
    }

    @Test
    void a_view_model_knows_no_control() {
        hold(Libraries.viewModels());
    }

    @Test
    void real_files_are_touched_in_few_rooms() {
        hold(Libraries.files());
    }

    @Test
    void only_the_terminal_face_prints() {
        hold(Habits.onlyTheTerminalFacePrints());
    }

    @Test
    void only_node_asks_clock_and_chance() {
        hold(Habits.onlyNodeAsksClockAndChance());
    }

    @Test
    void the_testbed_seeds_its_chance() {
        hold(Habits.theTestbedSeedsItsChance());
    }

    @Test
    void nobody_uses_java_serialization() {
        hold(Habits.nobodyUsesJavaSerialization());
    }

    private void hold(ArchRule wall) {
        wall.allowEmptyShould(true).check(OURS.that(isNotExemptFrom(rule)));
    }

    static DescribedPredicate<JavaClass> isNotExemptFrom(String rule) {
        return DescribedPredicate.describe(
                "not exempt from " + rule,
                type ->
                        Exemption.of(Walls.outermost(type)).stream()
                                .noneMatch(exemption -> exemption.rule().equals(rule)));
    }

    private static boolean handWritten(JavaClass type) {
        return !type.getPackageName().endsWith(".generated")
                && !type.getPackageName().endsWith(".jmh_generated");
    }

    /// What an annotation named `Exempt` says, in whichever module it is declared.
    record Exemption(String type, String rule, String reason) {

        static List<Exemption> of(JavaClass type) {
            return type.getAnnotations().stream()
                    .filter(a -> a.getRawType().getSimpleName().equals("Exempt"))
                    .map(
                            a ->
                                    new Exemption(
                                            type.getName(),
                                            String.valueOf(a.get("rule").orElse("")),
                                            String.valueOf(a.get("reason").orElse(""))))
                    .toList();
        }
    }
}
