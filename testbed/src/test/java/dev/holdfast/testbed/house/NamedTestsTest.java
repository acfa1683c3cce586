package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Pages that say by which test something is shown: each test that they name is there.
class NamedTestsTest {

    /// `ClassTest`, `room.ClassTest` or `ClassTest.method_name…`, between back quotes.
    private static final Pattern NAMED =
            Pattern.compile(
                    "`(?:[a-z]+\\.)*([A-Z]\\w*(?:Test|Contract))(?:\\.([a-zA-Z_0-9]+))?…?`");

    private final Map<String, String> tests = new TreeMap<>();

    @BeforeEach
    void all_tests() throws IOException {
        try (Stream<Path> modules = Files.list(TidyTest.repository())) {
            for (var tree : modules.map(module -> module.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(tree)) {
                    add(tree);
                }
            }
        }
    }

    private void add(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var name = file.getFileName().toString();
                tests.put(name.substring(0, name.lastIndexOf('.')), Files.readString(file));
            }
        }
    }

    /// Those in a text that are not there.
    private List<String> missing(String page) {
        return NAMED.matcher(page)
                .results()
                .filter(
                        named -> {
                            var source = tests.getOrDefault(named.group(1), "");
                            var method = named.group(2);
                            return source.isEmpty()
                                    || (method != null && !source.contains("void " + method));
                        })
                .map(named -> named.group())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine/docs/threat-model.md", "testbed/docs/acceptance.md"})
    void each_test_that_a_page_names_is_there(String page) throws IOException {
        var text = Files.readString(TidyTest.repository().resolve(page));
        assertThat(NAMED.matcher(text).results()).hasSizeGreaterThan(40);
        assertThat(missing(text)).isEmpty();
    }

    @Test
    void one_that_is_not_there_is_found() {
        assertThat(missing("by `house.NamedTestsTest` and `NamedTestsTest.one_that_is…`"))
                .isEmpty();
        assertThat(missing("by `house.GoneTest`, `NamedTestsTest.one_that_was…`"))
                .containsExactly("`house.GoneTest`", "`NamedTestsTest.one_that_was…`");
    }
}
