package dev.holdfast.testbed.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.lang.ArchRule;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What no class does, or only those of one room.
final class Habits {

    private static final String NODE = "dev.holdfast.engine.node..";
    private static final String TESTBED = "dev.holdfast.testbed..";

    /// Each asks the machine's clock, waits by it, or takes chance from the machine.
    private static final Set<String> CLOCK_AND_CHANCE =
            Set.of(
                    "java.lang.Math.random",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.Thread.sleep",
                    "java.time.Clock.system",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.systemUTC",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.util.UUID.randomUUID",
                    "java.util.concurrent.TimeUnit.sleep",
                    "java.util.concurrent.locks.LockSupport.parkNanos",
                    "java.util.concurrent.locks.LockSupport.parkUntil");

    private Habits() {}

    static ArchRule onlyTheTerminalFacePrints() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.holdfast.tui..")
                .should()
                .accessFieldWhere(isAStandardStream())
                .because("standard output is an answer to a person or a script, and has one owner");
    }

    static ArchRule onlyNodeAsksClockAndChance() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(NODE, TESTBED)
                .should()
                .accessTargetWhere(asksClockOrChance())
                .orShould()
                .dependOnClassesThat(
                        belongToAnyOf(Random.class, ThreadLocalRandom.class, Clock.class))
                .because("time and chance come in as arguments, so that a test can give them");
    }

    static ArchRule theTestbedSeedsItsChance() {
        return noClasses()
                .that()
                .resideInAPackage(TESTBED)
                .should()
                .callConstructor(Random.class)
                .orShould()
                .accessTargetWhere(asksClockOrChance())
                .because("what a test did must be done again from its seed");
    }

    static ArchRule nobodyUsesJavaSerialization() {
        return noClasses()
                .should()
                .dependOnClassesThat(
                        belongToAnyOf(
                                ObjectInputStream.class,
                                ObjectOutputStream.class,
                                Externalizable.class))
                .orShould(
                        com.tngtech.archunit.lang.conditions.ArchConditions.be(
                                describe("declared Serializable", Habits::declaresSerializable)))
                .because("bytes from outside must not choose which of our code runs");
    }

    private static DescribedPredicate<JavaFieldAccess> isAStandardStream() {
        return describe(
                "System.out or System.err",
                access ->
                        access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err").contains(access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> asksClockOrChance() {
        return describe(
                "the machine's clock or chance",
                access ->
                        CLOCK_AND_CHANCE.contains(
                                access.getTargetOwner().getName()
                                        + "."
                                        + access.getTarget().getName()));
    }

    private static boolean declaresSerializable(JavaClass type) {
        return type.getRawInterfaces().stream().anyMatch(i -> i.isEquivalentTo(Serializable.class));
    }
}
