package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.Boxes;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.TlsKeys;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// Keys held in memory. [DeviceKeyFile] keeps them.
///
/// Canonical form: private key as PKCS #8, X25519 secret, certificate as DER.
public final class BcDeviceKeys implements DeviceKeys {

    /// Bytes of one encoded key or certificate.
    private static final int PART_MAX = 1024;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Hash boxSecret;
    private final Boxes.Opener boxes;
    private final DeviceId id;

    private BcDeviceKeys(PrivateKey key, X509Certificate certificate, Hash boxSecret) {
        this.key = key;
        this.certificate = certificate;
        this.boxSecret = boxSecret;
        boxes = new BcBoxes.SecretKeyOpener(boxSecret);
        id = new DeviceId(Sha256.of(publicKey()));
    }

    /// Keys that nobody has had before.
    public static BcDeviceKeys generate(Chance chance) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new BcDeviceKeys(
                    pair.getPrivate(), SelfSigned.certificate(pair), chance.bits256());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has P-256", e);
        }
    }

    static BcDeviceKeys read(byte[] bytes) throws MalformedException {
        var in = new CanonicalReader(bytes);
        var encodedKey = in.bytes(PART_MAX);
        var boxSecret = in.hash();
        var encodedCertificate = in.bytes(PART_MAX);
        in.end();
        try {
            var key =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(encodedKey));
            var certificates = CertificateFactory.getInstance("X.509");
            var certificate =
                    (X509Certificate)
                            certificates.generateCertificate(
                                    new ByteArrayInputStream(encodedCertificate));
            BcTlsKeys.check(new X509Certificate[] {certificate});
            var keys = new BcDeviceKeys(key, certificate, boxSecret);
            var probe = boxSecret.toBytes();
            if (!new BcSignatures().verify(keys.publicKey(), probe, keys.sign(probe))) {
                throw new MalformedException("a key that is not the one of its certificate");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new MalformedException("a key or certificate that cannot be read", e);
        }
    }

    byte[] toBytes() {
        try {
            return new CanonicalWriter()
                    .bytes(key.getEncoded())
                    .hash(boxSecret)
                    .bytes(certificate.getEncoded())
                    .toBytes();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate that was encoded before", e);
        }
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public byte[] publicKey() {
        return certificate.getPublicKey().getEncoded();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance(BcSignatures.ECDSA);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has ECDSA", e);
        }
    }

    @Override
    public Boxes.Opener boxes() {
        return boxes;
    }

    @Override
    public TlsKeys tls() {
        return new BcTlsKeys(key, certificate);
    }
}
