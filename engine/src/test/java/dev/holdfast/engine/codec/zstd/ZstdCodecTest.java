package dev.holdfast.engine.codec.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;

import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.codec.ChunkCodecContract;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

class ZstdCodecTest extends ChunkCodecContract {

    @Override
    protected ChunkCodec codec() {
        return new ZstdCodec();
    }

    @Test
    void makes_text_much_smaller() {
        assertThat(encoded(text(1 << 20)).length).isLessThan((1 << 20) / 2);
    }

    @Test
    void a_result_does_not_depend_on_the_room_for_it() {
        for (int noisy = 0; noisy <= 100; noisy += 5) {
            for (int length : new int[] {64, 1000, 4096, 20_000, 64 << 10, (64 << 10) + 1}) {
                var plain = text(length);
                System.arraycopy(noise(length * noisy / 100), 0, plain, 0, length * noisy / 100);
                var alone = Zstd.compress(plain, 1);
                boolean isWorth = alone.length <= length - (length + 19) / 20;
                assertThat(encoded(plain)).isEqualTo(isWorth ? alone : plain);
            }
        }
    }

    @Test
    void an_id_names_one_encoder_for_ever() {
        assertThat(codec().id()).isEqualTo(1);
        assertThat(Sha256.of(encoded(text(1 << 20))))
                .as("if the library changed its output, it needs the next id")
                .hasToString("c518fcc60ad0c82ae05c9b32701a0c39de27a42f764aeab75108ac7d63306528");
    }

    @Test
    void refuses_damaged_bytes_and_never_writes_past_the_limit() {
        var sound = encoded(text(10_000));
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var bytes = sound.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            var into = ByteBuffer.allocate(30_000).limit(10_000);
            try {
                codec().decode(ByteBuffer.wrap(bytes), into);
            } catch (MalformedException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
            assertThat(into.array()).endsWith(new byte[20_000]);
        }
    }

    @Test
    void whatever_is_in_a_chunk_is_read_or_refused() throws Exception {
        Mutants.tell(
                new Mutants.Subject(
                        "zstd",
                        bytes -> {
                            codec().decode(ByteBuffer.wrap(bytes), ByteBuffer.allocate(1_000));
                            return bytes;
                        },
                        MalformedException.class),
                List.of(encoded(text(1_000)), encoded(new byte[1_000])),
                5_000,
                20);
    }

    @Test
    void a_bomb_stops_at_the_declared_length() {
        var bomb = encoded(new byte[4 << 20]);
        assertThat(bomb.length).isLessThan(1000);
        var into = ByteBuffer.allocate(1000);
        assertThatThrownBy(() -> codec().decode(ByteBuffer.wrap(bomb), into))
                .isInstanceOf(MalformedException.class);
    }
}
