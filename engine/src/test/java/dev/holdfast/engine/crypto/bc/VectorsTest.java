package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// The algorithms below the ports against what was published of them.
class VectorsTest {

    @Test
    @DisplayName("P9 HKDF, RFC 5869 test case 1, first block")
    void derives_the_first_published_key() {
        var ikm = new byte[22];
        Arrays.fill(ikm, (byte) 0x0b);
        var keys = Hkdf.extract(hex("000102030405060708090a0b0c"), ikm);
        assertThat(keys.expand(hex("f0f1f2f3f4f5f6f7f8f9")))
                .hasToString("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    @Test
    @DisplayName("P9 HKDF, RFC 5869 test case 2, first block")
    void derives_the_second_published_key() {
        var keys = Hkdf.extract(run(0x60, 80), run(0x00, 80));
        assertThat(keys.expand(run(0xb0, 80)))
                .hasToString("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c");
    }

    @Test
    @DisplayName("P9 AES-256-GCM, test case 14: zero key, zero nonce")
    void seals_a_zero_block() throws Exception {
        var gcm = Gcm.once(new Hash(0, 0, 0, 0), new byte[0]);
        assertSeals(
                gcm,
                new byte[16],
                "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    }

    @Test
    @DisplayName("P9 AES-256-GCM, test case 16: with associated data")
    void seals_with_associated_data() throws Exception {
        var key = Hash.parse("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        var aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var gcm = new Gcm(key, hex("cafebabefacedbaddecaf888"), aad);
        var plain =
                hex(
                        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        assertSeals(
                gcm,
                plain,
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    @Test
    @DisplayName("Ed25519, RFC 8032 test 1")
    void verifies_a_published_signature() {
        var key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        var signature =
                hex(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        var signatures = new BcSignatures();
        assertThat(signatures.verify(Spki.ed25519(key), new byte[0], signature)).isTrue();
        assertThat(signatures.verify(Spki.ed25519(key), new byte[1], signature)).isFalse();
    }

    private static void assertSeals(Gcm gcm, byte[] plain, String sealed) throws Exception {
        var bytes = new byte[3 + plain.length + Gcm.TAG_BYTES];
        System.arraycopy(plain, 0, bytes, 3, plain.length);
        gcm.sealInPlace(bytes, 3, plain.length);
        assertThat(Arrays.copyOfRange(bytes, 3, bytes.length)).isEqualTo(hex(sealed));
        var opened = new byte[plain.length];
        gcm.open(ByteBuffer.wrap(bytes, 3, bytes.length - 3), opened, 0);
        assertThat(opened).isEqualTo(plain);
    }

    private static byte[] run(int from, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
