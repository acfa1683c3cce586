package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256, HMAC-SHA256 and AES-GCM of AWS-LC, by Amazon's provider. They are as fast in the first
/// second of a process as ever after; those of the platform are so only when Java has compiled
/// them.
///
/// Everything else stays with the platform. So these three are put before its own, for the whole
/// process, and nothing asks by name for the one or the other.
public final class NativeAlgorithms extends Provider {

    private static final String THEIRS =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    /// Has their library looked for where Java has its own, instead of copied out of a jar at each
    /// start.
    private static final String IS_BESIDE = "com.amazon.corretto.crypto.provider.useExternalLib";

    private static final String LIBRARY = "amazonCorrettoCryptoProvider";

    static final String DIGEST = "SHA-256";
    static final String MAC = "HmacSHA256";
    static final String CIPHER = "AES/GCM/NoPadding";

    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String JEFE =
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    private static final String ZEROS =
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919";

    private static final Logger LOG = LoggerFactory.getLogger(NativeAlgorithms.class);

    private NativeAlgorithms(Provider theirs) throws NoSuchAlgorithmException {
        super("HoldfastNative", theirs.getVersionStr(), "What of AWS-LC is used");
        take(theirs, "MessageDigest", DIGEST);
        take(theirs, "Mac", MAC);
        take(theirs, "Cipher", CIPHER);
    }

    /// Prefers them from now on, if this Java has their library beside its own. Whoever asked
    /// before keeps what it got.
    public static void prefer() {
        var beside = Path.of(System.getProperty("java.home", ""), "lib");
        if (!Files.exists(beside.resolve(System.mapLibraryName(LIBRARY)))) {
            return;
        }
        System.setProperty(IS_BESIDE, "true");
        try {
            var found = find();
            Security.insertProviderAt(found, 1);
            LOG.info("SHA-256, HMAC and AES-GCM are those of AWS-LC {}.", found.getVersionStr());
        } catch (GeneralSecurityException e) {
            LOG.warn("SHA-256, HMAC and AES-GCM are those of Java, and slow: {}", e.getMessage());
        }
    }

    /// @throws GeneralSecurityException if they are not there for this system, or do not give what
    ///   they must
    static NativeAlgorithms find() throws GeneralSecurityException {
        try {
            return of((Provider) Class.forName(THEIRS).getField("INSTANCE").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new NoSuchAlgorithmException("no native algorithms: " + e, e);
        }
    }

    static NativeAlgorithms of(Provider theirs) throws GeneralSecurityException {
        var ours = new NativeAlgorithms(theirs);
        ours.prove();
        return ours;
    }

    private void take(Provider theirs, String type, String algorithm)
            throws NoSuchAlgorithmException {
        var service = theirs.getService(type, algorithm);
        if (service == null) {
            throw new NoSuchAlgorithmException("their library does not load");
        }
        putService(new Taken(this, service));
    }

    /// Known answers (FIPS 180-2 B.1, RFC 4231 case 2, case 14 of the paper on GCM): nothing is
    /// named or sealed by what does not compute.
    private void prove() throws GeneralSecurityException {
        check(DIGEST, MessageDigest.getInstance(DIGEST, this).digest(ascii("abc")), ABC);
        var mac = Mac.getInstance(MAC, this);
        mac.init(new SecretKeySpec(ascii("Jefe"), MAC));
        check(MAC, mac.doFinal(ascii("what do ya want for nothing?")), JEFE);
        check(CIPHER, cipher(Cipher.ENCRYPT_MODE).doFinal(new byte[16]), ZEROS);
        proveOpening(HexFormat.of().parseHex(ZEROS));
    }

    private void proveOpening(byte[] sealed) throws GeneralSecurityException {
        check(CIPHER, cipher(Cipher.DECRYPT_MODE).doFinal(sealed), "00".repeat(16));
        for (int at : new int[] {0, sealed.length - 1}) {
            var wrong = sealed.clone();
            wrong[at] ^= 1;
            try {
                var _ = cipher(Cipher.DECRYPT_MODE).doFinal(wrong);
            } catch (AEADBadTagException e) {
                continue;
            }
            throw new GeneralSecurityException(CIPHER + " of AWS-LC opens what is not sound");
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER, this);
        var nonce = new GCMParameterSpec(Gcm.TAG_BYTES * Byte.SIZE, new byte[Gcm.NONCE_BYTES]);
        cipher.init(mode, new SecretKeySpec(new byte[Hash.BYTES], "AES"), nonce);
        return cipher;
    }

    private static void check(String what, byte[] found, String wanted)
            throws GeneralSecurityException {
        if (!HexFormat.of().formatHex(found).equals(wanted)) {
            throw new GeneralSecurityException(what + " of AWS-LC gives a wrong answer");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// One of their algorithms under our name.
    private static final class Taken extends Service {

        private final Service theirs;

        Taken(Provider ours, Service theirs) {
            super(ours, theirs.getType(), theirs.getAlgorithm(), theirs.getClassName(), null, null);
            this.theirs = theirs;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return theirs.newInstance(parameter);
        }
    }
}
