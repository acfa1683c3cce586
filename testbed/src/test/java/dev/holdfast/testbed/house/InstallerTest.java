package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What goes into the .deb beside the image of the app. Installing it on a bare Debian is a long
/// test of its own, `packaging/src/bare-debian`.
class InstallerTest {

    private static final String IMAGE = "/opt/holdfast/bin/";

    @TempDir Path image;
    private final Path root = root();
    private final Path linux = root.resolve("packaging/src/linux");

    @Test
    void the_control_file_says_what_debian_asks_for() throws IOException {
        assertThat(fields(linux.resolve("DEBIAN/control")))
                .containsEntry("Package", "holdfast")
                .containsEntry("Version", "@version@")
                .containsEntry("Architecture", "@architecture@")
                .containsKeys("Maintainer", "Section", "Priority", "Description")
                .hasEntrySatisfying(
                        "Depends",
                        depends ->
                                assertThat(depends.split(", "))
                                        .contains("libc6", "libgtk-3-0 | libgtk-3-0t64")
                                        .noneMatch(each -> each.contains("jre")));
    }

    @Test
    void the_menu_and_the_service_start_what_is_installed() throws IOException {
        assertThat(Files.readString(linux.resolve("usr/share/applications/holdfast.desktop")))
                .contains("Exec=" + IMAGE + "holdfast-gui\n");
        assertThat(Files.readString(linux.resolve("usr/lib/systemd/user/holdfast.service")))
                .contains("ExecStart=" + IMAGE + "holdfast daemon\n");
    }

    @Test
    void the_same_commands_are_short_in_a_checkout_and_when_installed() throws IOException {
        var checkout = shortCommands(root.resolve("holdfast"));

        assertThat(checkout).contains("ls", "status", "version").doesNotContain("daemon", "put");
        assertThat(shortCommands(root.resolve("packaging/src/launcher.sh"))).isEqualTo(checkout);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_are_not_ascii_are_text_whatever_the_locale() throws Exception {
        for (var locale : List.of("C", "POSIX", "xx_YY.UTF-8")) {
            assertThat(launched(locale, "daemon")).startsWith("UTF-8 ").contains("daemon");
        }
        assertThat(launched("C.UTF-8", "status")).startsWith("UTF-8 ");
        assertThat(root.resolve("holdfast")).content().contains(localeLines());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_command_gui_starts_the_window_that_is_installed_beside() throws Exception {
        assertThat(launched("C", "--home", "gui", "gui")).isEqualTo("window --home gui gui");
        assertThat(launched("C", "--home", "gui", "status")).startsWith("UTF-8 ");
    }

    private String localeLines() throws IOException {
        var lines = Files.readString(root.resolve("packaging/src/launcher.sh"));
        int from = lines.indexOf("case $(locale");
        return lines.substring(from, lines.indexOf("esac", from));
    }

    /// What a Java that tells how it was started prints below the launcher of an image.
    private String launched(String locale, String... words) throws Exception {
        var java = Files.createDirectories(image.resolve("lib/runtime/bin")).resolve("java");
        script(java, "echo $(locale charmap) $*");
        var bin = Files.createDirectories(image.resolve("bin"));
        script(bin.resolve("holdfast-gui"), "echo window $*");
        var template = Files.readString(root.resolve("packaging/src/launcher.sh"));
        var launcher = bin.resolve("holdfast");
        script(launcher, template.replace("@name@", "holdfast").replace("@options@", "-v"));
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        var process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static void script(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /// The words before which a launcher chooses the fast compiler.
    private static List<String> shortCommands(Path launcher) throws IOException {
        var before = "";
        for (var line : Files.readAllLines(launcher)) {
            if (line.strip().equals("compiler=-XX:TieredStopAtLevel=1")) {
                return List.of(before.strip().replace(")", "").split(" [|] "));
            }
            before = line;
        }
        return List.of();
    }

    @Test
    void nothing_runs_when_it_is_installed_or_removed() throws IOException {
        try (var files = Files.list(linux.resolve("DEBIAN"))) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly("control");
        }
    }

    private static Map<String, String> fields(Path control) throws IOException {
        var fields = new TreeMap<String, String>();
        for (var line : Files.readAllLines(control)) {
            if (!line.startsWith(" ")) {
                var parts = line.split(": ", 2);
                fields.put(parts[0], parts[1]);
            }
        }
        return fields;
    }

    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("testbed")) ? here : here.resolve("..").normalize();
    }
}
