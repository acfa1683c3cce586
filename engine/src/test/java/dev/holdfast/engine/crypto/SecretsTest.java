package dev.holdfast.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class SecretsTest {

    private final Secrets secrets =
            new Secrets(secret(1), Map.of())
                    .with(new Hash(9, 0, 0, 0), secret(2))
                    .with(new Hash(-1, 0, 0, 0), secret(3))
                    .with(new Hash(5, 0, 0, 0), secret(4));

    @Test
    void reads_what_it_writes() throws Exception {
        assertThat(Secrets.of(secrets.toBytes())).isEqualTo(secrets);
        assertThat(secrets.epochs().get(new Hash(5, 0, 0, 0))).isEqualTo(secret(4));
    }

    @Test
    void whatever_is_in_a_box_is_read_or_refused() throws Exception {
        var none = new Secrets(secret(1), Map.of());
        Mutants.tell(
                new Mutants.Subject(
                        "secrets", bytes -> Secrets.of(bytes).toBytes(), MalformedException.class),
                List.of(none.toBytes(), secrets.toBytes()),
                3_000,
                1);
    }

    @Test
    void the_order_of_learning_does_not_show() {
        var other =
                new Secrets(secret(1), Map.of())
                        .with(new Hash(5, 0, 0, 0), secret(4))
                        .with(new Hash(-1, 0, 0, 0), secret(3))
                        .with(new Hash(9, 0, 0, 0), secret(2));
        assertThat(other.toBytes()).isEqualTo(secrets.toBytes());
    }

    @Test
    void refuses_what_it_would_not_write() {
        var bytes = secrets.toBytes();
        for (int cut = 0; cut < bytes.length; cut++) {
            var shorter = Arrays.copyOf(bytes, cut);
            assertThatThrownBy(() -> Secrets.of(shorter)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> Secrets.of(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedException.class);
        var swapped = bytes.clone();
        System.arraycopy(bytes, 37, swapped, 37 + 64, 64);
        System.arraycopy(bytes, 37 + 64, swapped, 37, 64);
        assertThatThrownBy(() -> Secrets.of(swapped)).isInstanceOf(MalformedException.class);
    }

    private static Secret secret(long n) {
        return new Secret(new Hash(n, n, n, n));
    }
}
