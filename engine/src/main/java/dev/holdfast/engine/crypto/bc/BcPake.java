package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.pairing.Pake;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKEUtil;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// EC J-PAKE by Bouncy Castle's primitives. Its participant class cannot be used: no proof that was
/// received can be handed to it. Of the arithmetic only the check of a proof is done here; a test
/// holds it, and the keys, against that class.
public final class BcPake implements Pake {

    private static final ECPoint G = P256.BASE;
    private static final BigInteger N = P256.ORDER;
    private static final int POINT_BYTES = 33;
    private static final int PROVED_BYTES = 2 * POINT_BYTES + Hash.BYTES;

    private final SecureRandom random;

    public BcPake(Chance chance) {
        random = new Drawn(chance);
    }

    @Override
    public Opening begin(String self, String secret) {
        var x1 = ECJPAKEUtil.generateX1(N, random);
        var x2 = ECJPAKEUtil.generateX1(N, random);
        var first = Proved.of(G, x1, self, random);
        var second = Proved.of(G, x2, self, random);
        return new Opened(this, new Side(self, s(secret), first, second), x2);
    }

    private static BigInteger s(String secret) {
        try {
            return ECJPAKEUtil.calculateS(N, secret.getBytes(StandardCharsets.UTF_8));
        } catch (CryptoException e) {
            throw new IllegalArgumentException("a secret that is no number", e);
        }
    }

    /// What one side has said, and what it knows.
    private record Side(String name, BigInteger s, Proved first, Proved second) {
        byte[] opening() {
            return joined(first.bytes(), second.bytes());
        }
    }

    private record Opened(BcPake pake, Side side, BigInteger x2) implements Opening {

        @Override
        public byte[] bytes() {
            return side.opening();
        }

        @Override
        public Half meet(String peer, byte[] theirs) throws TamperedException {
            if (peer.equals(side.name()) || theirs.length != 2 * PROVED_BYTES) {
                throw new TamperedException("no opening of another side");
            }
            var gx3 = Proved.read(G, Arrays.copyOf(theirs, PROVED_BYTES), peer);
            var gx4 = Proved.read(G, Arrays.copyOfRange(theirs, PROVED_BYTES, theirs.length), peer);
            var base = ECJPAKEUtil.calculateGA(side.first().point(), gx3, gx4);
            if (base.isInfinity()) {
                throw new TamperedException("openings that cancel each other");
            }
            var mine = Proved.of(base, x2.multiply(side.s()).mod(N), side.name(), pake.random);
            return new Met(side, x2, new Peer(peer, gx3, gx4, theirs.clone()), mine);
        }
    }

    private record Peer(String name, ECPoint gx3, ECPoint gx4, byte[] opening) {}

    private record Met(Side side, BigInteger x2, Peer peer, Proved mine) implements Half {

        @Override
        public byte[] bytes() {
            return mine.bytes();
        }

        @Override
        public Keys agree(byte[] theirs) throws TamperedException {
            var base =
                    ECJPAKEUtil.calculateGA(
                            peer.gx3(), side.first().point(), side.second().point());
            var half = Proved.read(base, theirs, peer.name());
            var shared = half.subtract(peer.gx4().multiply(x2.multiply(side.s()).mod(N)));
            if (shared.multiply(x2).isInfinity()) {
                throw new TamperedException("a half that agrees on nothing");
            }
            var material = ECJPAKEUtil.calculateKeyingMaterial(N, peer.gx4(), x2, side.s(), half);
            var said =
                    new CanonicalWriter()
                            .text(side.name())
                            .bytes(side.opening())
                            .bytes(bytes())
                            .toBytes();
            var heard =
                    new CanonicalWriter()
                            .text(peer.name())
                            .bytes(peer.opening())
                            .bytes(theirs)
                            .toBytes();
            boolean isFirst = side.name().compareTo(peer.name()) < 0;
            var all = isFirst ? Sha256.of(said, heard) : Sha256.of(heard, said);
            return new Agreed(Hkdf.extract(all.toBytes(), number(material)));
        }
    }

    private record Agreed(Hkdf keys) implements Keys {

        private static final byte[] AAD = {1};

        @Override
        public Hash named(String name) {
            return keys.key(name);
        }

        @Override
        public boolean proves(String name, byte[] shown) {
            return MessageDigest.isEqual(named(name).toBytes(), shown);
        }

        @Override
        public byte[] seal(String name, byte[] plain) {
            var sealed = Arrays.copyOf(plain, plain.length + Gcm.TAG_BYTES);
            Gcm.once(named(name), AAD).sealInPlace(sealed, 0, plain.length);
            return sealed;
        }

        @Override
        public byte[] open(String name, byte[] sealed) throws TamperedException {
            var plain = new byte[Math.max(0, sealed.length - Gcm.TAG_BYTES)];
            Gcm.once(named(name), AAD).open(ByteBuffer.wrap(sealed), plain, 0);
            return plain;
        }
    }

    /// A point, and the proof that whoever shows it knows its number (RFC 8235): V and r.
    private record Proved(ECPoint point, ECPoint v, BigInteger r) {

        static Proved of(ECPoint base, BigInteger number, String name, SecureRandom random) {
            var point = base.multiply(number);
            var proof =
                    ECJPAKEUtil.calculateZeroKnowledgeProof(
                            base, N, number, point, new SHA256Digest(), name, random);
            return new Proved(point, proof.getV(), proof.getr());
        }

        byte[] bytes() {
            return joined(point.getEncoded(true), v.getEncoded(true), number(r));
        }

        /// The point in these bytes, when its proof holds under the name.
        static ECPoint read(ECPoint base, byte[] bytes, String name) throws TamperedException {
            if (bytes.length != PROVED_BYTES) {
                throw new TamperedException("no point and proof of the length");
            }
            var point = decode(bytes, 0);
            var v = decode(bytes, POINT_BYTES);
            var r = new BigInteger(1, Arrays.copyOfRange(bytes, 2 * POINT_BYTES, PROVED_BYTES));
            var h = hash(base, v, point, name).mod(N);
            if (r.compareTo(N) >= 0 || !base.multiply(r).add(point.multiply(h)).equals(v)) {
                throw new TamperedException("a proof that does not hold");
            }
            return point;
        }

        private static ECPoint decode(byte[] bytes, int at) throws TamperedException {
            var encoded = Arrays.copyOfRange(bytes, at, at + POINT_BYTES);
            try {
                // Of this length there are compressed points only, never the one at infinity.
                return P256.CURVE.decodePoint(encoded);
            } catch (IllegalArgumentException e) {
                throw new TamperedException("no point of the curve", e);
            }
        }

        /// As Bouncy Castle's proofs have it: everything behind its length, read as a signed
        /// number.
        private static BigInteger hash(ECPoint base, ECPoint v, ECPoint point, String name) {
            var out = new CanonicalWriter();
            for (var each : new ECPoint[] {base, v, point}) {
                out.bytes(each.getEncoded(true));
            }
            return new BigInteger(Sha256.of(out.text(name).toBytes()).toBytes());
        }
    }

    private static byte[] joined(byte[]... parts) {
        var out = new CanonicalWriter();
        for (var part : parts) {
            out.raw(part);
        }
        return out.toBytes();
    }

    /// 32 bytes, big-endian.
    private static byte[] number(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(Hash.BYTES, number);
    }

    /// Bouncy Castle draws from this class only.
    private static final class Drawn extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final transient Chance chance;

        Drawn(Chance chance) {
            super(null, null);
            this.chance = chance;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            chance.fill(bytes);
        }
    }
}
