package dev.holdfast.engine.core.wire;

import java.util.List;

/// How a device that nobody knows becomes one of the pool, on a pairing connection.
public sealed interface JoinMessage extends Message {

    int SECRET_BYTES_MAX = 64;
    int NAME_BYTES_MAX = 128;
    int BOX_KEY_BYTES = 32;

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

    /// Why a device was not admitted. The number is its form on the wire and never changes.
    enum Refusal {
        /// No ticket has this secret.
        UNKNOWN(1),
        /// Somebody has joined with it.
        USED(2),
        EXPIRED(3),
        /// The inviter may admit nobody any more.
        NOT_ALLOWED(4);

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
