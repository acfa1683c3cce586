package dev.holdfast.engine.share;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.text.Base32;
import dev.holdfast.engine.net.Endpoint;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/// Admits one device to a pool, once. It says whom to call, by which key to recognize them, and
/// what to show; its text is one word of letters, digits and hyphens.
///
/// Whoever holds the text may join, so it never goes into a log.
///
/// @param inviter who must answer at the addresses; the guest talks to nobody else
/// @param addresses where the inviter listens, the likeliest first
/// @param bearer what the guest shows
public record Ticket(
        PoolId pool, DeviceId inviter, List<Endpoint> addresses, Bearer bearer, Terms terms) {

    /// What the ticket is good for.
    ///
    /// @param role what the guest will be
    /// @param expires to the second; judged by the inviter's clock
    public record Terms(Role role, Instant expires) {
        public Terms {
            expires = expires.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /// Addresses in one ticket.
    public static final int ADDRESSES_MAX = 4;

    /// Bytes of an address as text.
    private static final int ADDRESS_BYTES_MAX = Endpoint.HOST_LENGTH_MAX + 8;

    private static final int VERSION = 1;

    /// Bytes of a hash behind the rest: it notices what the checks of single groups do not.
    private static final int CHECKSUM_BYTES = 4;

    /// Bytes of a ticket before it becomes text.
    private static final int LENGTH_MAX = 128 + ADDRESSES_MAX * (ADDRESS_BYTES_MAX + Integer.BYTES);

    /// A role's number is its place here and never changes.
    private static final List<Role> ROLES =
            List.of(Role.OWNER, Role.MEMBER, Role.READER, Role.KEEPER);

    public Ticket {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > ADDRESSES_MAX) {
            throw new IllegalArgumentException(
                    addresses.size() + " addresses are not 1.." + ADDRESSES_MAX);
        }
    }

    /// The one word that a person carries to the guest.
    public String text() {
        var ticket =
                new CanonicalWriter()
                        .u8(VERSION)
                        .hash(pool.hash())
                        .hash(inviter.hash())
                        .raw(bearer.toBytes())
                        .u8(ROLES.indexOf(terms.role()))
                        .u64(terms.expires().getEpochSecond())
                        .list(addresses, (to, address) -> to.text(address.toString()));
        return Base32.encode(ticket.raw(checksum(ticket.toBytes())).toBytes());
    }

    /// Reads what [#text] wrote, as somebody typed or pasted it. Nothing is sent to find a mistype.
    public static Ticket parse(String text) throws NodeException {
        try {
            return read(Base32.decode(text, LENGTH_MAX));
        } catch (MalformedException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.REFUSED,
                            "The code is not right: " + e.getMessage() + ".",
                            "Compare it with the code on the device that invites, and type it"
                                    + " again."),
                    e);
        }
    }

    private static Ticket read(byte[] bytes) throws MalformedException, NodeException {
        int length = bytes.length - CHECKSUM_BYTES;
        if (length < 1) {
            throw new MalformedException("it is too short");
        }
        var content = Arrays.copyOf(bytes, length);
        if (!Arrays.equals(checksum(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw new MalformedException("a part is missing, or parts of two codes are mixed");
        }
        if (content[0] != VERSION) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "The code was made by another version of Holdfast.",
                    "Update Holdfast on both devices, and invite again.");
        }
        var in = new CanonicalReader(ByteBuffer.wrap(content).position(1));
        var pool = new PoolId(in.hash());
        var inviter = new DeviceId(in.hash());
        var bearer = Bearer.of(in.raw(Bearer.BYTES)).orElseThrow();
        var terms = new Terms(role(in.u8()), instant(in.u64()));
        var addresses = in.list(ADDRESSES_MAX, Ticket::readAddress);
        in.end();
        if (addresses.isEmpty()) {
            throw new MalformedException("it names no address");
        }
        return new Ticket(pool, inviter, addresses, bearer, terms);
    }

    private static Endpoint readAddress(CanonicalReader in) throws MalformedException {
        try {
            return Endpoint.parse(in.text(ADDRESS_BYTES_MAX));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("it names an address that cannot be", e);
        }
    }

    private static Role role(int number) throws MalformedException {
        if (number >= ROLES.size()) {
            throw new MalformedException("it names a role that does not exist");
        }
        return ROLES.get(number);
    }

    private static Instant instant(long seconds) throws MalformedException {
        if (seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedException("it names a time that cannot be");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static byte[] checksum(byte[] content) {
        return Arrays.copyOf(Sha256.of(content).toBytes(), CHECKSUM_BYTES);
    }

    @Override
    public String toString() {
        return "Ticket(" + bearer + ")";
    }
}
