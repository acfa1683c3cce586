package dev.holdfast.engine.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.pairing.Pake;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKECurves;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKEParticipant;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKERound1Payload;
import org.bouncycastle.crypto.agreement.ecjpake.ECJPAKERound2Payload;
import org.bouncycastle.crypto.agreement.ecjpake.ECSchnorrZKP;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// The agreement on a key, also with the participant of the library itself at the other end.
class BcPakeTest {

    private static final String WORDS = "tree-lamp-owner-cabin";
    private static final int POINT = 33;

    private final Pake pake = new BcPake(new SeededChance(8));

    @Test
    void who_knows_the_same_comes_to_the_same_keys_and_who_does_not_to_others() throws Exception {
        var ann = pake.begin("ann", WORDS);
        var bob = pake.begin("bob", WORDS);
        var fromAnn = ann.meet("bob", bob.bytes());
        var fromBob = bob.meet("ann", ann.bytes());
        var one = fromAnn.agree(fromBob.bytes());
        var other = fromBob.agree(fromAnn.bytes());
        assertThat(one.named("a")).isEqualTo(other.named("a")).isNotEqualTo(one.named("b"));
        assertThat(other.open("x", one.seal("x", new byte[] {1, 2}))).containsExactly(1, 2);

        var eve = pake.begin("bob", "tree-lamp-owner-cable");
        var fromEve = eve.meet("ann", ann.bytes());
        var wrong = ann.meet("bob", eve.bytes()).agree(fromEve.bytes());
        assertThat(wrong.named("a")).isNotEqualTo(fromEve.agree(bytesFor(ann, eve)).named("a"));
    }

    private static byte[] bytesFor(Pake.Opening ann, Pake.Opening eve) throws TamperedException {
        return ann.meet("bob", eve.bytes()).bytes();
    }

    @Test
    void every_run_says_other_things() {
        assertThat(pake.begin("ann", WORDS).bytes()).isNotEqualTo(pake.begin("ann", WORDS).bytes());
    }

    /// That class takes our proofs and we take its, and both find the same point.
    @Test
    void agrees_with_the_participant_of_the_library() throws Exception {
        var chance = new SeededChance(9);
        var theirs =
                new ECJPAKEParticipant(
                        "lib",
                        WORDS.toCharArray(),
                        ECJPAKECurves.NIST_P256,
                        new SHA256Digest(),
                        new SecureRandom());
        var mine = new BcPake(chance).begin("own", WORDS);
        var first = theirs.createRound1PayloadToSend();
        var half =
                mine.meet(
                        "lib",
                        joined(
                                bytes(first.getGx1(), first.getKnowledgeProofForX1()),
                                bytes(first.getGx2(), first.getKnowledgeProofForX2())));
        theirs.validateRound1PayloadReceived(
                new ECJPAKERound1Payload(
                        "own",
                        point(mine.bytes(), 0),
                        point(mine.bytes(), 98),
                        proof(mine.bytes(), 0),
                        proof(mine.bytes(), 98)));
        var second = theirs.createRound2PayloadToSend();
        theirs.validateRound2PayloadReceived(
                new ECJPAKERound2Payload("own", point(half.bytes(), 0), proof(half.bytes(), 0)));
        var said = bytes(second.getA(), second.getKnowledgeProofForX2s());
        var keys = half.agree(said);

        var material = BigIntegers.asUnsignedByteArray(32, theirs.calculateKeyingMaterial());
        var opening =
                joined(
                        bytes(first.getGx1(), first.getKnowledgeProofForX1()),
                        bytes(first.getGx2(), first.getKnowledgeProofForX2()));
        var all =
                Sha256.of(spoken("lib", opening, said), spoken("own", mine.bytes(), half.bytes()));
        assertThat(keys.named("k")).isEqualTo(Hkdf.extract(all.toBytes(), material).key("k"));
    }

    @Test
    void nothing_but_points_with_proofs_is_taken() throws Exception {
        var ann = pake.begin("ann", WORDS);
        var good = pake.begin("bob", WORDS).bytes();
        for (var bad :
                new byte[][] {
                    new byte[0],
                    new byte[196],
                    Arrays.copyOf(good, 195),
                    Arrays.copyOf(good, 197),
                    ann.bytes()
                }) {
            refused(() -> ann.meet("bob", bad));
        }
        refused(() -> ann.meet("ann", good));
        refused(() -> ann.meet("cat", good));
        for (int at : new int[] {0, 1, 32, 33, 60, 66, 97, 98, 99, 195}) {
            var changed = good.clone();
            changed[at] ^= 1;
            refused(() -> ann.meet("bob", changed));
        }
        var half = ann.meet("bob", good);
        refused(() -> half.agree(new byte[98]));
        refused(() -> half.agree(half.bytes()));
        refused(() -> half.agree(Arrays.copyOf(good, 98)));
    }

    @Test
    void whatever_the_other_side_says_is_a_point_with_its_proof_or_refused() throws Exception {
        var ann = pake.begin("ann", WORDS);
        var bob = pake.begin("bob", WORDS);
        var half = ann.meet("bob", bob.bytes());
        Mutants.tell(
                new Mutants.Subject(
                        "pake-opening",
                        bytes -> {
                            assertThat(ann.meet("bob", bytes)).isNotNull();
                            return bytes;
                        },
                        TamperedException.class),
                List.of(bob.bytes()),
                300,
                18);
        Mutants.tell(
                new Mutants.Subject(
                        "pake-half",
                        bytes -> {
                            assertThat(half.agree(bytes)).isNotNull();
                            return bytes;
                        },
                        TamperedException.class),
                List.of(bob.meet("ann", ann.bytes()).bytes()),
                300,
                19);
    }

    /// A proof with r + n in place of r would hold as well, were it not refused.
    @Test
    void a_proof_has_one_form_only() throws Exception {
        var ann = pake.begin("ann", WORDS);
        var n = ECJPAKECurves.NIST_P256.getN();
        for (int seed = 0; seed < 64; seed++) {
            var good = new BcPake(new SeededChance(seed)).begin("bob", WORDS).bytes();
            var r = new BigInteger(1, Arrays.copyOfRange(good, 66, 98)).add(n);
            if (r.bitLength() <= 256) {
                ByteBuffer.wrap(good).position(66).put(BigIntegers.asUnsignedByteArray(32, r));
                refused(() -> ann.meet("bob", good));
            }
        }
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TamperedException.class);
    }

    private static byte[] spoken(String name, byte[] opening, byte[] half) {
        return new CanonicalWriter().text(name).bytes(opening).bytes(half).toBytes();
    }

    private static byte[] bytes(ECPoint point, ECSchnorrZKP proof) {
        return joined(
                point.getEncoded(true),
                proof.getV().getEncoded(true),
                BigIntegers.asUnsignedByteArray(32, proof.getr()));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new CanonicalWriter();
        for (var part : parts) {
            out.raw(part);
        }
        return out.toBytes();
    }

    private static ECPoint point(byte[] bytes, int at) {
        return ECJPAKECurves.NIST_P256
                .getCurve()
                .decodePoint(Arrays.copyOfRange(bytes, at, at + POINT));
    }

    /// No code but the library's own can make one of what was received.
    private static ECSchnorrZKP proof(byte[] bytes, int at) throws ReflectiveOperationException {
        var maker = ECSchnorrZKP.class.getDeclaredConstructor(ECPoint.class, BigInteger.class);
        maker.setAccessible(true);
        int r = at + 2 * POINT;
        return maker.newInstance(
                point(bytes, at + POINT),
                new BigInteger(1, Arrays.copyOfRange(bytes, r, r + Hash.BYTES)));
    }
}
