package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.codec.stored.StoredCodec;
import dev.holdfast.engine.codec.zstd.ZstdCodec;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.MerkleTree;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

class BcSealerTest {

    private static final Secret DEDUP = new Secret(new Hash(1, 2, 3, 4));

    private final Sealer stored = sealer(new StoredCodec());
    private final Sealer smaller = sealer(new ZstdCodec());

    private record Sealed(ChunkRef ref, Hash leaf, byte[] bytes) {}

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "P2 seed {0}")
    @MethodSource("seeds")
    void gives_back_what_it_sealed(long seed) throws Exception {
        var random = new Random(seed);
        var plain = random.nextBoolean() ? noise(random) : text(random);
        for (var sealer : List.of(stored, smaller)) {
            var sealed = seal(sealer, plain);
            assertThat(Sha256.of(sealed.bytes)).isEqualTo(sealed.ref.id().hash());
            assertThat(sealed.leaf).isEqualTo(MerkleTree.leaf(plain, 0, plain.length));
            assertThat(sealed.bytes.length).isLessThanOrEqualTo(Sealer.roomFor(plain.length));
            assertThat(open(smaller, sealed.ref, sealed.bytes)).isEqualTo(plain);
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, (64 << 10) + 1, (4 << 20) - 1, 4 << 20})
    void seals_every_length_up_to_the_limit(int length) throws Exception {
        for (var plain : List.of(new byte[length], noise(new Random(length), length))) {
            for (var sealer : List.of(stored, smaller)) {
                var sealed = seal(sealer, plain);
                assertThat(open(sealer, sealed.ref, sealed.bytes)).isEqualTo(plain);
            }
        }
    }

    @Test
    @DisplayName("P2 every flipped bit of a small chunk is refused")
    void refuses_every_flipped_bit_of_a_small_chunk() {
        for (var plain : List.of(ascii("a picture of the lake"), new byte[300])) {
            var sealed = seal(smaller, plain);
            for (int bit = 0; bit < sealed.bytes.length * 8; bit++) {
                assertRefused(sealed, bit);
            }
        }
    }

    @Test
    @DisplayName("P2 flipped bits of large chunks are refused")
    void refuses_flipped_bits_of_large_chunks() {
        var random = new Random(7);
        for (var plain : List.of(noise(random, 1 << 20), text(random, 1 << 20))) {
            var sealed = seal(smaller, plain);
            for (int i = 0; i < 200; i++) {
                assertRefused(sealed, random.nextInt(sealed.bytes.length * 8));
            }
        }
    }

    @Test
    @DisplayName("P2 every flipped bit of a key is refused")
    void refuses_every_flipped_bit_of_the_key() {
        var sealed = seal(stored, ascii("a picture of the lake"));
        for (int bit = 0; bit < 256; bit++) {
            var key = flipped(sealed.ref.key().bits().toBytes(), bit);
            var ref =
                    new ChunkRef(sealed.ref.id(), new ChunkKey(Hash.of(key)), sealed.ref.length());
            assertThatThrownBy(() -> open(stored, ref, sealed.bytes))
                    .isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void refuses_another_length_and_every_cut() {
        var sealed = seal(stored, ascii("a picture of the lake"));
        for (int length : new int[] {1, 20, 22, 4 << 20}) {
            var ref = new ChunkRef(sealed.ref.id(), sealed.ref.key(), length);
            assertThatThrownBy(() -> open(stored, ref, sealed.bytes))
                    .isInstanceOf(TamperedException.class);
        }
        for (int length = 0; length < sealed.bytes.length + 20; length++) {
            var cut = Arrays.copyOf(sealed.bytes, length);
            if (length != sealed.bytes.length) {
                assertThatThrownBy(() -> open(stored, sealed.ref, cut))
                        .isInstanceOf(TamperedException.class);
            }
        }
    }

    @Test
    void another_pool_cannot_open_or_recognize_it() {
        var plain = ascii("a picture of the lake");
        var other =
                new BcSealer(
                        new Secret(new Hash(1, 2, 3, 5)),
                        new StoredCodec(),
                        List.of(),
                        new Shelf());
        var sealed = seal(stored, plain);
        assertThat(seal(other, plain).ref.id()).isNotEqualTo(sealed.ref.id());
        assertThat(other.chunkerKey()).isNotEqualTo(stored.chunkerKey());
        assertThat(name(other, plain)).isNotEqualTo(name(stored, plain));
        assertThatThrownBy(() -> open(other, sealed.ref, sealed.bytes))
                .isInstanceOf(TamperedException.class);
    }

    @Test
    void equal_content_is_sealed_equally_whatever_the_buffer_held() {
        var plain = text(new Random(3), 100_000);
        var used = ByteBuffer.allocate(Sealer.ROOM);
        Arrays.fill(used.array(), (byte) 0xa5);
        var draft = smaller.draft(ByteBuffer.wrap(plain), used);
        assertThat(smaller.seal(draft)).isEqualTo(seal(smaller, plain).ref);
    }

    @Test
    void works_between_positions() throws Exception {
        var plain = ascii("..a picture of the lake..");
        var room = ByteBuffer.allocate(2000).position(100).slice().position(11);
        var ref = stored.seal(stored.draft(ByteBuffer.wrap(plain, 2, 21), room));
        assertThat(ref).isEqualTo(seal(stored, ascii("a picture of the lake")).ref);
        assertThat(room.position()).isEqualTo(11);
        var into = ByteBuffer.allocate(2000).position(50).slice().position(9);
        stored.open(ref, room, into);
        assertThat(into).isEqualTo(ByteBuffer.wrap(plain, 2, 21));
    }

    @Test
    void a_draft_is_sealed_once() {
        var draft = draft(stored, ascii("x"));
        stored.seal(draft);
        assertThatThrownBy(() -> stored.seal(draft)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_draft_that_is_dropped_costs_nothing_and_says_what_it_would_be() {
        var plain = ascii("known content");
        assertThat(name(stored, plain)).isEqualTo(name(smaller, plain));
        assertThat(name(stored, plain)).isNotEqualTo(draft(stored, plain).leaf());
    }

    @Test
    void refuses_rooms_that_are_too_small_and_chunks_that_are_none() {
        var tight = ByteBuffer.allocate(Sealer.roomFor(100) - 1);
        assertThatThrownBy(() -> stored.draft(ByteBuffer.allocate(100), tight))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stored.draft(ByteBuffer.allocate(0), ByteBuffer.allocate(100)))
                .isInstanceOf(IllegalArgumentException.class);
        var large = ByteBuffer.allocate(ChunkRef.LENGTH_MAX + 1);
        assertThatThrownBy(() -> stored.draft(large, ByteBuffer.allocate(Sealer.ROOM + 1000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> draft(stored, new byte[100])).doesNotThrowAnyException();
    }

    @Test
    void a_member_that_pads_too_much_or_with_something_is_refused() {
        var plain = ascii("a picture of the lake");
        assertThat(openForged(plain, 30, 0)).isEqualTo("opened");
        assertThat(openForged(plain, 32, 0)).contains("version and length");
        assertThat(openForged(new byte[24], 33, 0)).contains("padded as it must");
        assertThat(openForged(new byte[24], 36, 1)).contains("padding");
        assertThat(openForged(new byte[24], 36, 0)).isEqualTo("opened");
    }

    @Test
    void a_member_that_takes_a_key_of_its_own_choice_is_refused() {
        var sealed = forge(new byte[24], 36, 0, new Hash(9, 9, 9, 9));
        assertThatThrownBy(() -> open(stored, sealed.ref, sealed.bytes))
                .hasMessageContaining("not its own");
    }

    @Test
    @DisplayName("P9 golden chunks")
    void seals_as_it_always_sealed() {
        var text = ascii("a picture of the lake".repeat(100));
        assertThat(seal(stored, text).ref.id())
                .hasToString("53fc66bf714bab6b3e263b6896c312e1d88829c129aa4e1a48d31058aa63e107");
        assertThat(seal(smaller, text).ref.id())
                .hasToString("95ef9b856540739dca03d34363fe83a61f2ba90062ae439ad90e7d6b2ceadc7f");
        assertThat(stored.chunkerKey())
                .hasToString("599b2864d69aef4d00a12aa32b265967bed72208cddf0a4597523aea41225483");
        assertThat(name(stored, text))
                .hasToString("43619746e818accc5f05ec0be562c32f8412a322e544eb72088ce3b31c3f2a9c");
    }

    /// Opens a frame of our own making and says how that went.
    private String openForged(byte[] plain, int length, int padding) {
        var leaf = MerkleTree.leaf(plain, 0, plain.length);
        var header = ByteBuffer.allocate(9).putInt(plain.length).putInt(plain.length).put((byte) 0);
        var name = Sha256.of(header.array(), leaf.toBytes());
        var sealed =
                forge(plain, length, padding, Hkdf.of(DEDUP.bits()).key("chunk", name.toBytes()));
        try {
            open(stored, sealed.ref, sealed.bytes);
            return "opened";
        } catch (TamperedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Sealed forge(byte[] plain, int length, int padding, Hash key) {
        var bytes = ByteBuffer.allocate(1 + length + 16);
        bytes.put((byte) 1).putInt(plain.length).putInt(plain.length).put((byte) 0).put(plain);
        while (bytes.position() < 1 + length) {
            bytes.put((byte) padding);
        }
        Gcm.once(key, new byte[] {1}).sealInPlace(bytes.array(), 1, length);
        var id = new ChunkId(Sha256.of(bytes.array()));
        return new Sealed(
                new ChunkRef(id, new ChunkKey(key), plain.length), id.hash(), bytes.array());
    }

    private void assertRefused(Sealed sealed, int bit) {
        var bytes = flipped(sealed.bytes, bit);
        assertThatThrownBy(() -> open(smaller, sealed.ref, bytes))
                .as("bit %d", bit)
                .isInstanceOf(TamperedException.class);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        var flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static Sealer sealer(ChunkCodec writer) {
        return new BcSealer(DEDUP, writer, List.of(new ZstdCodec()), new Shelf());
    }

    private static Hash name(Sealer sealer, byte[] plain) {
        return sealer.name(draft(sealer, plain).leaf());
    }

    private static Sealer.Draft draft(Sealer sealer, byte[] plain) {
        return sealer.draft(
                ByteBuffer.wrap(plain), ByteBuffer.allocate(Sealer.roomFor(plain.length)));
    }

    private static Sealed seal(Sealer sealer, byte[] plain) {
        var draft = draft(sealer, plain);
        var ref = sealer.seal(draft);
        var bytes = new byte[draft.buffer().remaining()];
        draft.buffer().get(draft.buffer().position(), bytes);
        return new Sealed(ref, draft.leaf(), bytes);
    }

    private static byte[] open(Sealer sealer, ChunkRef ref, byte[] sealed)
            throws TamperedException {
        var into = ByteBuffer.allocate(Sealer.roomFor(ref.length()));
        var leaf = sealer.open(ref, ByteBuffer.wrap(sealed), into);
        var plain = new byte[into.remaining()];
        into.get(plain);
        assertThat(leaf).isEqualTo(MerkleTree.leaf(plain, 0, plain.length));
        return plain;
    }

    private static byte[] noise(Random random) {
        return noise(random, 1 + random.nextInt(1 << random.nextInt(20)));
    }

    private static byte[] noise(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(Random random) {
        return text(random, 1 + random.nextInt(1 << random.nextInt(20)));
    }

    private static byte[] text(Random random, int length) {
        var words = new ArrayList<String>();
        for (int letters = 0; letters < length; letters += 6) {
            words.add("word" + random.nextInt(100));
        }
        return Arrays.copyOf(ascii(String.join(" ", words)), length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
