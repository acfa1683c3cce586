package dev.holdfast.engine.core.wire;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.liveness.Rumour;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;

import java.util.List;

/// How two devices begin, keep alive and end a connection.
public sealed interface SessionMessage extends Message {

    sealed interface Request extends SessionMessage {}

    sealed interface Reply extends SessionMessage {}

    /// The versions of the protocol that a device speaks, both ends included.
    record Versions(int lowest, int highest) {

        public static final Versions CURRENT = new Versions(1, 3);

        /// From this one on devices probe for each other and pass rumours on.
        public static final int PROBES = 2;

        /// From this one on devices dial back whoever asks them to.
        public static final int DIALS_BACK = 3;

        public static final int VERSION_MAX = 0xffff;

        public Versions {
            Limit.range(lowest, 1, VERSION_MAX, "the lowest version");
            Limit.range(highest, lowest, VERSION_MAX, "the highest version");
        }
    }

    /// The first words of both sides; that the other answers with its own means that I am let in.
    /// What I speak, to which pool I belong, what I know of its roster, in which life I write, and
    /// where I can be dialled.
    record Hello(
            Versions versions,
            PoolId pool,
            List<Hash> rosterHeads,
            long incarnation,
            List<String> addresses)
            implements Request, Reply {

        public static final int ADDRESSES_MAX = 16;
        public static final int ADDRESS_BYTES_MAX = 255;

        public Hello {
            rosterHeads = Limit.list(rosterHeads, RosterMessage.HEADS_MAX, "roster heads");
            addresses = Limit.list(addresses, ADDRESSES_MAX, "addresses");
            addresses.forEach(address -> Limit.text(address, ADDRESS_BYTES_MAX, "address"));
        }
    }

    /// I do not know you: present your admissions.
    record Stranger() implements Reply {}

    /// The chain of admissions of the speaker, the one the listener may know first.
    record Present(List<byte[]> statements) implements Request {

        public static final int STATEMENTS_MAX = 64;

        /// With its frame and the hello before it, this stays under what an unadmitted connection
        /// may have buffered.
        public static final int STATEMENTS_BYTES_MAX = 56 << 10;

        public Present {
            statements =
                    Limit.blobs(statements, STATEMENTS_MAX, STATEMENTS_BYTES_MAX, "statements");
        }
    }

    /// Proof of life on an idle connection.
    record Ping(long nonce) implements Request {}

    /// The answer to [Ping], with its nonce.
    record Pong(long nonce) implements Reply {}

    /// Do you hear this device? The one asked may first have to ask it.
    record ProbeFor(DeviceId target, long nonce) implements Request {}

    /// The answer to [ProbeFor], with its nonce. That nothing is heard is said too.
    record Probed(long nonce, boolean alive) implements Reply {}

    /// What I heard of who lives and who does not.
    record Rumours(List<Rumour> rumours) implements Request {
        public Rumours {
            rumours = Limit.some(rumours, Rumour.TOLD_MAX, "rumours");
        }
    }

    /// Do you reach me where I signed that I can be dialled? The one asked dials anew, there and
    /// nowhere else.
    record DialBack() implements Request {}

    /// The answer to [DialBack], as of a short while ago at the most.
    ///
    /// @param reached the addresses at which the asking device itself answered
    /// @param missed those at which it did not
    record DialedBack(List<String> reached, List<String> missed) implements Reply {
        public DialedBack {
            reached = addresses(reached);
            missed = addresses(missed);
        }

        private static List<String> addresses(List<String> all) {
            var some = Limit.list(all, Hello.ADDRESSES_MAX, "addresses");
            some.forEach(each -> Limit.text(each, Hello.ADDRESS_BYTES_MAX, "address"));
            return some;
        }
    }

    /// The last word on a connection. The transport itself sends and reads it.
    record Bye(CloseCode code, String detail) implements Request {

        public static final int DETAIL_BYTES_MAX = 512;

        public Bye {
            Limit.text(detail, DETAIL_BYTES_MAX, "detail");
        }
    }
}
