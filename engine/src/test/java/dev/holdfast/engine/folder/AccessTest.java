package dev.holdfast.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// What takes the place of a file is open to nobody to whom that was closed, whichever groups the
/// two are of.
@DisabledOnOs(OS.WINDOWS)
class AccessTest {

    private static final List<String> BITS =
            List.of("---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx");
    private static final GroupPrincipal ANOTHER = () -> "a group this person is not in";

    @TempDir Path inside;

    /// What is known of a file whose place is taken.
    private static PosixFileAttributes file(GroupPrincipal group, Set<PosixFilePermission> open) {
        return (PosixFileAttributes)
                Proxy.newProxyInstance(
                        AccessTest.class.getClassLoader(),
                        new Class<?>[] {PosixFileAttributes.class},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "group" -> group;
                                    case "permissions" -> open;
                                    default -> throw new AssertionError(method);
                                });
    }

    /// What a file that was open to all may be used for in place of another.
    private String narrowed(LocalPlace place, GroupPrincipal former, String access)
            throws IOException {
        var part = inside.resolve("part");
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxrwxrwx"));
        var open = PosixFilePermissions.fromString(access);
        Access.narrow(place, part.getFileName(), file(former, open));
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(part));
    }

    /// What somebody may do with a file: its group's bits if they are in the group, else others'.
    private static String bits(String access, boolean isInGroup) {
        return isInGroup ? access.substring(3, 6) : access.substring(6);
    }

    private static boolean isWithin(String bits, String allowed) {
        return bits.chars().allMatch(bit -> bit == '-' || allowed.indexOf(bit) >= 0);
    }

    @Test
    void who_could_not_use_a_file_cannot_use_what_takes_its_place() throws IOException {
        var part = Files.createFile(inside.resolve("part"));
        var own = Files.readAttributes(part, PosixFileAttributes.class).group();
        try (var place = LocalPlace.open(inside.toString())) {
            for (var group : BITS) {
                for (var others : BITS) {
                    var former = "rw-" + group + others;
                    assertThat(narrowed(place, own, former)).isEqualTo("rwx" + group + others);
                    var now = narrowed(place, ANOTHER, former);
                    for (boolean wasInGroup : List.of(true, false)) {
                        for (boolean isInGroup : List.of(true, false)) {
                            assertThat(isWithin(bits(now, isInGroup), bits(former, wasInGroup)))
                                    .as("%s after %s", now, former)
                                    .isTrue();
                        }
                    }
                }
            }
            assertThat(narrowed(place, ANOTHER, "rw-rw-r--")).isEqualTo("rwxr--r--");
        }
    }
}
