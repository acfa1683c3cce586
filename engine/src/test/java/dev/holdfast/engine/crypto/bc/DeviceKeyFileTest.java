package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Boxes;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

class DeviceKeyFileTest {

    @TempDir Path home;

    private final BcDeviceKeys keys = BcDeviceKeys.generate(new SeededChance(1));
    private Path path = Path.of("unset");
    private DeviceKeyFile file = new DeviceKeyFile(path);

    @BeforeEach
    void make() throws Exception {
        path = home.resolve("device.key");
        file = new DeviceKeyFile(path);
        file.create(keys);
    }

    @Test
    @DisplayName("P8 keys survive a restart")
    void keys_survive_a_restart() throws Exception {
        var again = new DeviceKeyFile(path).load();
        assertThat(again.id()).isEqualTo(keys.id());
        assertThat(again.publicKey()).isEqualTo(keys.publicKey());
        var signed = again.sign(new byte[] {7});
        assertThat(new BcSignatures().verify(keys.publicKey(), new byte[] {7}, signed)).isTrue();
        var label = new Boxes.Label(new Hash(0, 0, 0, 1), keys.id().hash(), "admitted");
        var box =
                new BcBoxes(new SeededChance(2)).seal(label, keys.boxes().publicKey(), new byte[9]);
        assertThat(again.boxes().open(label, box)).isEqualTo(new byte[9]);
    }

    @Test
    void only_the_owner_may_read_it() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(home.toFile().list()).containsExactly("device.key");
    }

    @Test
    void a_file_that_others_may_read_is_refused_with_the_remedy() throws Exception {
        for (var wider : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(wider));
            assertProblem(Problem.Code.REFUSED).hasMessageContaining("chmod 600 " + path);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
        assertThat(file.load().id()).isEqualTo(keys.id());
    }

    @Test
    void a_key_is_never_written_over() {
        assertThatThrownBy(() -> file.create(BcDeviceKeys.generate(new SeededChance(2))))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.EXISTS));
    }

    @Test
    void a_half_written_file_of_a_crash_is_not_in_the_way() throws Exception {
        var other = home.resolve("other.key");
        Files.writeString(home.resolve("other.key.part"), "half");
        new DeviceKeyFile(other).create(keys);
        assertThat(new DeviceKeyFile(other).load().id()).isEqualTo(keys.id());
    }

    @Test
    void a_missing_file_says_where_it_may_come_from() throws Exception {
        Files.delete(path);
        assertProblem(Problem.Code.NO_SUCH).hasMessageContaining("from a backup");
    }

    @Test
    void a_link_is_not_followed() throws Exception {
        var elsewhere = home.resolve("elsewhere");
        Files.move(path, elsewhere);
        Files.createSymbolicLink(path, elsewhere);
        assertProblem(Problem.Code.FAILED);
    }

    @Test
    void every_damage_is_noticed() throws Exception {
        var sound = Files.readAllBytes(path);
        for (int at = 0; at < sound.length; at++) {
            var damaged = sound.clone();
            damaged[at] ^= 0x04;
            Files.write(path, damaged);
            assertProblem(at == 13 ? Problem.Code.REFUSED : Problem.Code.DAMAGED);
        }
        for (int length : new int[] {0, 5, 100, sound.length - 1, sound.length + 1, 10_000}) {
            Files.write(path, Arrays.copyOf(sound, length));
            assertProblem(Problem.Code.DAMAGED);
        }
    }

    @Test
    void a_form_from_a_newer_version_is_left_alone() throws Exception {
        var bytes = Files.readAllBytes(path);
        bytes[13] = 2;
        Files.write(path, bytes);
        assertProblem(Problem.Code.REFUSED).hasMessageContaining("newer");
    }

    private AbstractThrowableAssert<?, ?> assertProblem(Problem.Code code) {
        return assertThatThrownBy(file::load)
                .isInstanceOfSatisfying(
                        NodeException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
