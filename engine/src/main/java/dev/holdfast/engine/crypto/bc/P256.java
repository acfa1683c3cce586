package dev.holdfast.engine.crypto.bc;

import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

import java.math.BigInteger;
import java.util.HexFormat;

/// The curve P-256 (FIPS 186-4, D.1.2.3). Whoever asks Bouncy Castle for a curve by its name has a
/// hundred classes of all the others loaded.
final class P256 {

    static final ECCurve CURVE = new SecP256R1Curve();

    static final ECPoint BASE =
            CURVE.decodePoint(
                    HexFormat.of()
                            .parseHex(
                                    "036b17d1f2e12c4247f8bce6e563a440f2"
                                            + "77037d812deb33a0f4a13945d898c296"));

    static final BigInteger ORDER = CURVE.getOrder();

    private P256() {}
}
