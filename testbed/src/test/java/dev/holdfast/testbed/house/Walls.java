package dev.holdfast.testbed.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// The walls between packages, each a rule with its reason.
final class Walls {

    private static final String ENGINE = "dev.holdfast.engine";
    private static final String NODE = ENGINE + ".node..";
    private static final String TESTBED = "dev.holdfast.testbed..";

    /// Packages that declare a port; what is below them implements it.
    private static final List<String> PORTS =
            List.of(
                    ENGINE + ".disk",
                    ENGINE + ".store",
                    ENGINE + ".wal",
                    ENGINE + ".catalog",
                    ENGINE + ".codec",
                    ENGINE + ".crypto",
                    ENGINE + ".net",
                    "dev.holdfast.discovery");

    private static final String[] VALUES = {
        ENGINE + ".core..",
        "java.lang",
        "java.lang.annotation",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.math",
        "java.nio",
        "java.nio.charset",
        "java.text",
        "java.time",
        "java.time.format",
        "java.time.temporal",
        "java.util",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "java.util.zip",
        "org.jspecify.annotations"
    };

    /// In the value packages, but not values: threads, processes, clocks and dice.
    private static final DescribedPredicate<JavaClass> NOT_VALUES =
            belongToAnyOf(
                    Thread.class,
                    ThreadLocal.class,
                    Process.class,
                    ProcessBuilder.class,
                    Runtime.class,
                    java.time.Clock.class,
                    java.util.Random.class,
                    java.util.Timer.class);

    private Walls() {}

    static ArchRule noCycles() {
        return slices().matching("dev.holdfast.(**)")
                .should()
                .beFreeOfCycles()
                .because("a circle of packages can only be understood, and changed, as one");
    }

    static ArchRule coreUsesOnlyValues() {
        return noClasses()
                .that()
                .resideInAPackage(ENGINE + ".core..")
                .and()
                .resideOutsideOfPackage(ENGINE + ".core.hash..")
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(VALUES)).or(NOT_VALUES))
                .because("a decision that waits, or rolls dice, cannot be replayed from a seed");
    }

    static ArchRule coreHashesWithTheDigestOnly() {
        return noClasses()
                .that()
                .resideInAPackage(ENGINE + ".core.hash..")
                .should()
                .dependOnClassesThat(
                        not(resideInAnyPackage(VALUES))
                                .and(
                                        not(
                                                belongToAnyOf(
                                                        java.security.MessageDigest.class,
                                                        java.security.DigestException.class,
                                                        java.security.NoSuchAlgorithmException
                                                                .class)))
                                .or(NOT_VALUES))
                .because("hashing is the one piece of the JCA that core may name");
    }

    static ArchRule apiLeansOnNothing() {
        return noClasses()
                .that()
                .resideInAPackage(ENGINE + ".api..")
                .should()
                .dependOnClassesThat(
                        not(resideInAnyPackage(ENGINE + ".api..", "java..", "org.jspecify..")))
                .because("whoever speaks to a device needs its words and nothing behind them");
    }

    static ArchRule clientsSeeOnlyTheApi() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.holdfast.tui..",
                        "dev.holdfast.gui..",
                        ENGINE + ".http..",
                        ENGINE + ".remote..")
                .and(not(aMain()))
                .should()
                .dependOnClassesThat(insideTheEngineBut("api", "json", "http", "remote"))
                .because("what a face can do, every other client can do too");
    }

    static ArchRule aMainAlsoSeesTheNode() {
        return noClasses()
                .that(aMain())
                .should()
                .dependOnClassesThat(insideTheEngineBut("api", "node"))
                .because(
                        "a face's main class starts a device, and that is all it knows of the"
                                + " engine");
    }

    /// A face's main class is the composition of its face.
    static ArchRule noPackageNamesItsChild() {
        return classes()
                .that(not(aMain()))
                .should(
                        new ArchCondition<>("know no package below their own") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                var below = type.getPackageName() + ".";
                                type.getDirectDependenciesFromSelf().stream()
                                        .filter(
                                                d ->
                                                        d.getTargetClass()
                                                                .getPackageName()
                                                                .startsWith(below))
                                        .filter(d -> !isGenerated(d.getTargetClass()))
                                        .forEach(d -> events.add(violated(d, d.getDescription())));
                            }
                        })
                .because(
                        "a parent declares and its children implement; else there is no choice of"
                                + " child");
    }

    static ArchRule onlyNodeNamesAnImplementation() {
        return classes()
                .that()
                .resideOutsideOfPackages(NODE, TESTBED)
                .should(
                        new ArchCondition<>("name no implementation of a port but their own") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                type.getDirectDependenciesFromSelf().stream()
                                        .filter(Walls::namesAForeignImplementation)
                                        .forEach(d -> events.add(violated(d, d.getDescription())));
                            }
                        })
                .because("one place chooses implementations, so that a test can choose others");
    }

    /// `users` alone may depend on what lies in `libraries`.
    static ArchRule only(List<String> users, List<String> libraries, String because) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(users.toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries.toArray(String[]::new)))
                .because(because);
    }

    /// What is made from a package's own schema lies below it, and is nothing to choose.
    private static boolean isGenerated(JavaClass type) {
        return type.getPackageName().endsWith(".generated");
    }

    private static DescribedPredicate<JavaClass> aMain() {
        return DescribedPredicate.describe(
                "a face's main class",
                type ->
                        type.getPackageName().matches("dev\\.holdfast\\.(tui|gui)")
                                && outermost(type).getSimpleName().endsWith("Main"));
    }

    private static DescribedPredicate<JavaClass> insideTheEngineBut(String... rooms) {
        var allowed =
                Arrays.stream(rooms).map(room -> ENGINE + "." + room + "..").toArray(String[]::new);
        return resideInAnyPackage(ENGINE + "..").and(not(resideInAnyPackage(allowed)));
    }

    /// The messages' byte form and the streams over frames serve the transports beside them; every
    /// other child keeps to itself.
    private static boolean namesAForeignImplementation(Dependency dependency) {
        var from = dependency.getOriginClass().getPackageName();
        var to = dependency.getTargetClass().getPackageName();
        Predicate<String> isTheirPort = port -> to.startsWith(port + ".");
        return PORTS.stream().anyMatch(isTheirPort)
                && !within(from, childOfAPort(to))
                && !(within(from, ENGINE + ".net") && isSharedByTransports(to));
    }

    private static boolean isSharedByTransports(String name) {
        return within(name, ENGINE + ".net.proto") || within(name, ENGINE + ".net.mux");
    }

    private static String childOfAPort(String name) {
        var port = PORTS.stream().filter(p -> name.startsWith(p + ".")).findFirst().orElseThrow();
        var end = name.indexOf('.', port.length() + 1);
        return end < 0 ? name : name.substring(0, end);
    }

    private static boolean within(String name, String room) {
        return name.equals(room) || name.startsWith(room + ".");
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Walls::outermost).orElse(type);
    }
}
