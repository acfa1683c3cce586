package dev.holdfast.engine.core.wire;

import java.util.List;

/// How a device that nobody knows becomes one of the pool, on a pairing connection.
public sealed interface JoinMessage extends Message {

    int SECRET_BYTES_MAX = 64;
    int NAME_BYTES_MAX = 128;
    int BOX_KEY_BYTES = 32;

    /// What a side of a pairing run opens with: two points, and the proof that it knows each one's
    /// number.
    int OPENING_BYTES = 196;

    /// What it says then: a point with its proof.
    int HALF_BYTES = 98;

    /// What shows that both came to the same key.
    int PROOF_BYTES = 32;

    int ROLE_BYTES_MAX = 16;

    /// A sealed letter, the largest of which holds a page of statements.
    int LETTER_BYTES_MAX = 896 << 10;

    sealed interface Request extends JoinMessage {}

    sealed interface Reply extends JoinMessage {}

    /// Admit me. `secret` is that of the ticket, `boxKey` the X25519 key that boxes for me are
    /// sealed to, `capacity` the bytes that I give the pool.
    record JoinAsk(byte[] secret, byte[] boxKey, String name, long capacity) implements Request {
        public JoinAsk {
            Limit.bytes(secret, SECRET_BYTES_MAX, "secret");
            Limit.range(boxKey.length, BOX_KEY_BYTES, BOX_KEY_BYTES, "the length of the box key");
            Limit.text(name, NAME_BYTES_MAX, "name");
            Limit.range(capacity, 0, Long.MAX_VALUE, "the capacity");
        }
    }

    /// You are admitted; your own admission is the last statement. `more` when others follow in
    /// another such message.
    record Joined(List<byte[]> statements, boolean more) implements Reply {
        public Joined {
            statements =
                    Limit.blobs(
                            statements,
                            RosterMessage.STATEMENTS_MAX,
                            RosterMessage.STATEMENTS_BYTES_MAX,
                            "statements");
        }
    }

    /// The guest begins a pairing run. Like all that follows it tells nobody anything of the code.
    record PairOpen(byte[] opening) implements Request {
        public PairOpen {
            exactly(opening, OPENING_BYTES, "opening");
        }
    }

    /// The inviter's part of the run, and the role that it gives.
    record PairAnswer(String role, byte[] opening, byte[] half) implements Reply {
        public PairAnswer {
            Limit.text(role, ROLE_BYTES_MAX, "role");
            exactly(opening, OPENING_BYTES, "opening");
            exactly(half, HALF_BYTES, "half");
        }
    }

    /// The guest's half, and the proof that it knows the code.
    record PairProof(byte[] half, byte[] proof) implements Request {
        public PairProof {
            exactly(half, HALF_BYTES, "half");
            exactly(proof, PROOF_BYTES, "proof");
        }
    }

    /// The proof that the inviter knows the code. It comes only after the guest's was right.
    record PairProved(byte[] proof) implements Reply {
        public PairProved {
            exactly(proof, PROOF_BYTES, "proof");
        }
    }

    /// Whatever else the two say, sealed under the key that they came to.
    record PairSealed(byte[] letter) implements Request, Reply {
        public PairSealed {
            Limit.bytes(letter, LETTER_BYTES_MAX, "letter");
        }
    }

    private static void exactly(byte[] bytes, int length, String what) {
        Limit.range(bytes.length, length, length, "the length of the " + what);
    }

    /// Why a device was not admitted. The number is its form on the wire and never changes.
    enum Refusal {
        /// No ticket has this secret.
        UNKNOWN(1),
        /// Somebody has joined with it.
        USED(2),
        EXPIRED(3),
        /// The inviter may admit nobody any more.
        NOT_ALLOWED(4),
        /// The proof does not fit the code that is open.
        WRONG_CODE(5),
        /// Too many wrong codes were tried.
        BURNT(6),
        /// Nobody is invited.
        NOT_INVITING(7);

        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    record JoinRefused(Refusal why) implements Reply {}
}
