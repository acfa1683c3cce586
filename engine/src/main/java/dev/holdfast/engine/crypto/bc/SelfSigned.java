package dev.holdfast.engine.crypto.bc;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/// The certificate under which a device speaks TLS. It tells nothing but the key: the name is the
/// same for all, and it is always valid, because the roster and not a date says when a device is
/// trusted.
final class SelfSigned {

    private static final X500Name NAME = new X500Name("CN=holdfast");
    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");

    /// "No well-defined expiration date" (RFC 5280, section 4.1.2.5).
    private static final Instant UNTIL = Instant.parse("9999-12-31T23:59:59Z");

    private SelfSigned() {}

    static X509Certificate certificate(KeyPair pair) throws GeneralSecurityException {
        var builder =
                new JcaX509v3CertificateBuilder(
                        NAME,
                        BigInteger.ONE,
                        Date.from(FROM),
                        Date.from(UNTIL),
                        NAME,
                        pair.getPublic());
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
