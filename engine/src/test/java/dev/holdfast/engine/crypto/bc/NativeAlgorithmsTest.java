package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Native hashes and ciphers beside the platform's, byte by byte.
@EnabledOnOs(OS.LINUX)
class NativeAlgorithmsTest {

    private static final int LENGTH_MAX = 300_000;

    private static Provider found = Security.getProviders()[0];

    @BeforeAll
    static void find() throws GeneralSecurityException {
        found = NativeAlgorithms.find();
    }

    @Test
    void a_process_uses_those_that_were_chosen_for_it() throws GeneralSecurityException {
        boolean areNative =
                MessageDigest.getInstance(NativeAlgorithms.DIGEST).getProvider()
                        instanceof NativeAlgorithms;
        assertThat(areNative).isEqualTo(ChosenAlgorithms.areNative());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void digests_are_the_same_however_they_are_fed(long seed) throws Exception {
        var random = new Random(seed);
        var bytes = noise(random);
        var theirs = MessageDigest.getInstance(NativeAlgorithms.DIGEST, found);
        var platform = MessageDigest.getInstance(NativeAlgorithms.DIGEST, "SUN");
        for (var piece : pieces(random, bytes)) {
            feed(random, theirs, piece);
            platform.update(piece);
            var copy = (MessageDigest) theirs.clone();
            assertThat(copy.digest()).isEqualTo(((MessageDigest) platform.clone()).digest());
        }
        assertThat(theirs.digest()).isEqualTo(platform.digest());
        assertThat(theirs.digest()).isEqualTo(platform.digest());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void codes_are_the_same_from_copies_of_one_that_has_the_key(long seed) throws Exception {
        var random = new Random(seed);
        var key = new SecretKeySpec(noise(random, 32), NativeAlgorithms.MAC);
        var theirs = Mac.getInstance(NativeAlgorithms.MAC, found);
        var platform = Mac.getInstance(NativeAlgorithms.MAC, "SunJCE");
        theirs.init(key);
        platform.init(key);
        for (var piece : pieces(random, noise(random))) {
            assertThat(((Mac) theirs.clone()).doFinal(piece)).isEqualTo(platform.doFinal(piece));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ciphers_seal_the_same_in_place_and_piece_by_piece(long seed) throws Exception {
        var random = new Random(seed);
        var key = new SecretKeySpec(noise(random, Hash.BYTES), "AES");
        var plain = noise(random);
        var aad = noise(random, random.nextInt(40));
        var platform = cipher("SunJCE", key, aad).doFinal(plain);
        var room = Arrays.copyOf(plain, plain.length + Gcm.TAG_BYTES);
        var cipher = Cipher.getInstance(NativeAlgorithms.CIPHER, found);
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce());
        cipher.updateAAD(aad);
        int at = 0;
        for (var piece : pieces(random, plain)) {
            int whole = piece.length / 16 * 16;
            assertThat(cipher.update(room, at, whole, room, at)).isEqualTo(whole);
            at += whole;
            if (whole < piece.length) {
                break;
            }
        }
        int last = cipher.doFinal(room, at, plain.length - at, room, at);
        assertThat(at + last).isEqualTo(room.length);
        assertThat(room).isEqualTo(platform);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ciphers_open_what_the_platform_sealed_and_nothing_else(long seed) throws Exception {
        var random = new Random(seed);
        var key = new SecretKeySpec(noise(random, Hash.BYTES), "AES");
        var plain = noise(random);
        var aad = noise(random, random.nextInt(40));
        var sealed = cipher("SunJCE", key, aad).doFinal(plain);
        assertThat(opening(key, aad).doFinal(sealed)).isEqualTo(plain);
        for (int i = 0; i < 20; i++) {
            var wrong = sealed.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            var cipher = opening(key, aad);
            assertThatThrownBy(() -> cipher.doFinal(wrong)).isInstanceOf(AEADBadTagException.class);
        }
    }

    @Test
    void a_library_that_opens_what_is_not_sound_is_not_taken() {
        var gullible = new Provider("Gullible", "1", "looks at no tag") {};
        var sha = Security.getProvider("SUN").getService("MessageDigest", "SHA-256");
        var mac = Security.getProvider("SunJCE").getService("Mac", "HmacSHA256");
        gullible.put("MessageDigest." + NativeAlgorithms.DIGEST, sha.getClassName());
        gullible.put("Mac." + NativeAlgorithms.MAC, mac.getClassName());
        gullible.put("Cipher." + NativeAlgorithms.CIPHER, Gullible.class.getName());
        assertThatThrownBy(() -> NativeAlgorithms.of(gullible))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("opens what is not sound");
    }

    @Test
    void a_library_that_computes_wrongly_is_not_taken() {
        var wrong = new Provider("Wrong", "1", "SHA-512 under the name of SHA-256") {};
        var sha = Security.getProvider("SUN").getService("MessageDigest", "SHA-512");
        wrong.put("MessageDigest.SHA-256", sha.getClassName());
        for (var name :
                List.of("Mac." + NativeAlgorithms.MAC, "Cipher." + NativeAlgorithms.CIPHER)) {
            wrong.put(name, "none");
        }
        assertThatThrownBy(() -> NativeAlgorithms.of(wrong))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("wrong answer");
    }

    @Test
    void a_library_that_did_not_load_is_not_taken() {
        var empty = new Provider("Empty", "1", "as theirs is when its library does not load") {};
        assertThatThrownBy(() -> NativeAlgorithms.of(empty))
                .isInstanceOf(NoSuchAlgorithmException.class)
                .hasMessageContaining("does not load");
    }

    private static Cipher opening(SecretKeySpec key, byte[] aad) throws Exception {
        var cipher = Cipher.getInstance(NativeAlgorithms.CIPHER, found);
        cipher.init(Cipher.DECRYPT_MODE, key, nonce());
        cipher.updateAAD(aad);
        return cipher;
    }

    private static Cipher cipher(String provider, SecretKeySpec key, byte[] aad) throws Exception {
        var cipher = Cipher.getInstance(NativeAlgorithms.CIPHER, provider);
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce());
        cipher.updateAAD(aad);
        return cipher;
    }

    private static GCMParameterSpec nonce() {
        return new GCMParameterSpec(Gcm.TAG_BYTES * Byte.SIZE, new byte[Gcm.NONCE_BYTES]);
    }

    /// All the ways in which bytes are given.
    private static void feed(Random random, MessageDigest digest, byte[] piece) {
        switch (random.nextInt(4)) {
            case 0 -> digest.update(piece);
            case 1 -> digest.update(ByteBuffer.wrap(piece).asReadOnlyBuffer());
            case 2 -> digest.update(ByteBuffer.allocateDirect(piece.length).put(piece).flip());
            default -> {
                for (byte each : piece) {
                    digest.update(each);
                }
            }
        }
    }

    private static List<byte[]> pieces(Random random, byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(1 << random.nextInt(1, 17)));
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return pieces;
    }

    private static byte[] noise(Random random) {
        return noise(random, random.nextInt(LENGTH_MAX));
    }

    private static byte[] noise(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
