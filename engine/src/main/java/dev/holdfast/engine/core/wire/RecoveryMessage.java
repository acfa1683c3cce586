package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.hash.Hash;

/// How somebody shows that they have the recovery words, on a connection of that kind. [Ask] →
/// [Challenge] → [Proof] → [Refused], or the roster's [RosterMessage.Statements] and then
/// [DirectoryMessage.PutRecords] with addresses. Neither the words nor anything that they yield is
/// sent but that one signature.
public sealed interface RecoveryMessage extends Message {

    /// Bytes of an Ed25519 signature (RFC 8032).
    int SIGNATURE_BYTES = 64;

    sealed interface Request extends RecoveryMessage {}

    sealed interface Reply extends RecoveryMessage {}

    /// I want to show that I have the words.
    record Ask() implements Request {}

    /// Then sign this: 256 bits drawn for this once, with both our names.
    record Challenge(Hash nonce) implements Reply {}

    /// Signed by the root key that the words yield.
    record Proof(byte[] signature) implements Request {
        public Proof {
            Limit.range(
                    signature.length, SIGNATURE_BYTES, SIGNATURE_BYTES, "the length of a proof");
        }
    }

    /// Why nothing is given. The number is its form on the wire and never changes.
    enum Refusal {
        /// The root key of this pool is another one.
        OTHER_WORDS(1),
        /// Too many wrong proofs came lately.
        BUSY(2);

        private final int number;

        Refusal(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    record Refused(Refusal why) implements Reply {}
}
