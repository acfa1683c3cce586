package dev.holdfast.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import org.junit.jupiter.api.Test;

/// The walls of the house, kept by the build.
class ArchitectureTest {

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("dev.holdfast");

    @Test
    void the_rules_look_at_something() {
        assertThat(OURS).as("an empty import passes every rule").isNotEmpty();
    }
}
