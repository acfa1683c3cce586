package dev.holdfast.engine.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.routing.AddressRecord.Stated;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Where a device says that it is, and bytes that only look like it.
class AddressRecordTest {

    private static final byte[] KEY = {7, 7, 7};
    private static final SignatureCheck CHECK =
            (key, message, signature) -> Arrays.equals(signature, signature(key, message));

    private final AddressRecord record = record(5, List.of("ann.local:4747", "[::1]:4747"));

    @Test
    void reads_what_was_written() throws Exception {
        var read = AddressRecord.parse(record.toBytes());
        assertThat(read.stated()).isEqualTo(record.stated());
        assertThat(read.toBytes()).isEqualTo(record.toBytes());
        assertThat(read.isSignedBy(Opaque.of(KEY), CHECK)).isTrue();
        assertThat(read.isSignedBy(Opaque.of(new byte[] {8}), CHECK)).isFalse();
    }

    @Test
    void no_bit_can_be_flipped_and_nothing_cut_or_added() {
        var bytes = record.toBytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isTaken(flipped)).as("bit %d", bit).isFalse();
        }
        assertThat(isTaken(bytes)).isTrue();
        assertThat(isTaken(Arrays.copyOf(bytes, bytes.length - 1))).isFalse();
        assertThat(isTaken(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }

    @Test
    void the_greatest_revision_of_the_same_device_counts() {
        assertThat(record(6, List.of()).supersedes(record)).isTrue();
        assertThat(record(5, List.of()).supersedes(record)).isFalse();
        assertThat(record(4, List.of()).supersedes(record)).isFalse();
    }

    @Test
    void what_is_too_much_is_neither_written_nor_read() {
        var many = Collections.nCopies(AddressRecord.ADDRESSES_MAX + 1, "a:1");
        assertThatThrownBy(() -> record(1, many)).isInstanceOf(IllegalArgumentException.class);
        var wide = "a".repeat(AddressRecord.ADDRESS_BYTES_MAX) + ":1";
        assertThatThrownBy(() -> record(1, List.of(wide)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AddressRecord.parse(new byte[AddressRecord.LENGTH_MAX + 1]))
                .isInstanceOf(MalformedException.class);
    }

    private static boolean isTaken(byte[] bytes) {
        try {
            return AddressRecord.parse(bytes).isSignedBy(Opaque.of(KEY), CHECK);
        } catch (MalformedException e) {
            return false;
        }
    }

    private static AddressRecord record(long revision, List<String> addresses) {
        var pool = new PoolId(Sha256.of(new byte[] {1}));
        var device = new DeviceId(Sha256.of(KEY));
        return AddressRecord.sign(
                new Stated(pool, device, revision, addresses), message -> signature(KEY, message));
    }

    private static byte[] signature(byte[] key, byte[] message) {
        return Sha256.of(key, message).toBytes();
    }
}
