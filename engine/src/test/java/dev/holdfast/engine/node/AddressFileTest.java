package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.net.Endpoint;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Where others were met, as a home keeps it.
class AddressFileTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 2, 3, 4));
    private static final DeviceId BOB = new DeviceId(new Hash(5, 6, 7, 8));
    private static final Endpoint DESK = new Endpoint("192.168.7.7", 4653);
    private static final Endpoint SHELF = new Endpoint("fe80::1", 4653);

    @TempDir private Path folder;
    private HomeFiles files;

    @BeforeEach
    void a_home() {
        files = new HomeFiles(folder);
    }

    @Test
    void a_line_that_cannot_be_read_costs_no_other() throws Exception {
        var spoilt = "no line\nzz 1.2.3.4:5\n" + ANN.hash() + " here\n\n";
        files.write(
                AddressFile.HINTS,
                AddressFile.hint(ANN, DESK) + spoilt + AddressFile.hint(BOB, SHELF));
        assertThat(AddressFile.read(files).hints())
                .isEqualTo(Map.of(ANN, List.of(DESK), BOB, List.of(SHELF)));
    }

    @Test
    void whatever_stands_there_a_device_starts() throws Exception {
        var good = AddressFile.hint(ANN, DESK) + AddressFile.hint(BOB, SHELF);
        var chance = new Random(1);
        for (int i = 0; i < 300; i++) {
            var mutant = Mutants.mutant(List.of(good.getBytes(UTF_8)), chance);
            files.write(AddressFile.HINTS, new String(mutant, ISO_8859_1));
            assertThat(AddressFile.read(files).hints()).hasSizeLessThan(10);
        }
    }
}
