package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Forget;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Sight;
import dev.holdfast.engine.core.sync.Trees;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;

class SyncedFileTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @TempDir Path home;

    private Path file() {
        return home.resolve("folder-1");
    }

    private SyncedFile open() throws IOException {
        return SyncedFile.open(file(), () -> NOW);
    }

    private static EntryPath at(int i) {
        return new EntryPath("d/file " + i);
    }

    private static Agreed agreed(long size) {
        var dot = new Dot(new Actor(new DeviceId(new Hash(1, 2, 3, 4)), 5), 6);
        return new Agreed(
                new Item.File(new Hash(7, 8, 9, size), size, true),
                new Sight(1, size, 2, 3),
                Optional.of(dot),
                VersionVector.EMPTY.with(dot),
                Agreed.Since.NOT_IN_FOLDER);
    }

    @Test
    void it_is_there_again_when_it_is_opened_again() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            synced.note(List.of(new Agree(at(1), agreed(1)), new Agree(at(2), agreed(2))));
            synced.note(List.of(new Forget(at(1))));
        }
        try (var synced = open()) {
            assertThat(synced.observations().all().root()).isEqualTo("root");
            assertThat(synced.observations().all().agreed()).isEqualTo(Map.of(at(2), agreed(2)));
        }
    }

    @Test
    void a_torn_end_costs_what_was_noted_last_and_nothing_else() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            synced.note(List.of(new Agree(at(1), agreed(1))));
            synced.note(List.of(new Agree(at(2), agreed(2))));
        }
        var whole = Files.readAllBytes(file());
        for (int length = whole.length - 1; length > whole.length / 2 + 20; length--) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            try (var synced = open()) {
                assertThat(synced.observations().all().agreed())
                        .isEqualTo(Map.of(at(1), agreed(1)));
                synced.note(List.of(new Agree(at(3), agreed(3))));
            }
            try (var synced = open()) {
                assertThat(synced.observations().all().agreed()).containsOnlyKeys(at(1), at(3));
            }
        }
    }

    @Test
    void what_could_not_be_written_is_there_when_it_is_next_noted() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            synced.note(List.of(new Agree(at(1), agreed(1))));
            Thread.currentThread().interrupt(); // which closes what it writes to
            assertThatThrownBy(() -> synced.note(List.of(new Agree(at(2), agreed(2)))))
                    .isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            synced.note(List.of());
        }
        try (var synced = open()) {
            assertThat(synced.observations().all().agreed()).containsOnlyKeys(at(1), at(2));
        }
    }

    @Test
    void damage_before_the_end_means_that_nothing_is_known() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            synced.note(List.of(new Agree(at(1), agreed(1)), new Agree(at(2), agreed(2))));
        }
        var bytes = Files.readAllBytes(file());
        for (int i = 0; i < bytes.length / 2; i++) {
            bytes[i] ^= 0x20;
            Files.write(file(), bytes);
            try (var synced = open()) {
                assertThat(synced.observations().all().agreed()).as("byte %d", i).isEmpty();
            }
            bytes[i] ^= 0x20;
        }
    }

    /// Its sums are right: whoever can write the file can compute them.
    @Test
    void whatever_it_holds_it_opens_and_has_the_same_when_it_is_opened_again() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            synced.note(List.of(new Agree(at(1), agreed(1)), new Agree(at(2), agreed(2))));
            synced.note(List.of(new Forget(at(1))));
        }
        var good = Files.readAllBytes(file());
        var chance = new Random(1);
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            Files.write(file(), summed(Mutants.mutant(List.of(good), chance)));
            var first = seen();
            assertThat(seen()).as("mutant %d", i).isEqualTo(first);
            kept += first.agreed().isEmpty() ? 0 : 1;
        }
        assertThat(kept).as("of which something was good").isBetween(1, 199);
    }

    private Trees.Synced seen() throws IOException {
        try (var synced = open()) {
            return synced.observations().all();
        }
    }

    private static byte[] summed(byte[] bytes) {
        var frames = ByteBuffer.wrap(bytes);
        while (frames.remaining() > 2 * Integer.BYTES) {
            int length = frames.getInt();
            if (length < 1 || length > frames.remaining() - Integer.BYTES) {
                break;
            }
            var sum = new CRC32C();
            sum.update(bytes, frames.position() + Integer.BYTES, length);
            frames.putInt((int) sum.getValue()).position(frames.position() + length);
        }
        return bytes;
    }

    @Test
    void it_does_not_grow_with_what_is_over() throws Exception {
        try (var synced = open()) {
            synced.begin("root");
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < 100; i++) {
                    int size = round;
                    synced.note(List.of(new Agree(at(i), agreed(size)), new Forget(at(i + 1))));
                }
            }
        }
        assertThat(Files.size(file())).isLessThan(2_000_000);
        try (var synced = open()) {
            assertThat(synced.observations().all().agreed()).isNotEmpty();
            assertThat(synced.observations().all().root()).isEqualTo("root");
        }
    }

    @Test
    void a_file_that_changed_just_now_is_to_be_read_again() throws Exception {
        long now = NOW.getEpochSecond() * 1_000_000_000;
        var fresh =
                new Agreed(
                        new Item.File(new Hash(1, 1, 1, 1), 1, false),
                        new Sight(1, 1, now - 1_000_000_000, now),
                        Optional.empty(),
                        VersionVector.EMPTY,
                        Agreed.Since.NOTHING);
        try (var synced = open()) {
            synced.note(List.of(new Agree(at(1), fresh)));
            assertThat(synced.observations().all().agreed())
                    .containsOnlyKeys(at(1))
                    .doesNotContainValue(fresh);
        }
    }
}
