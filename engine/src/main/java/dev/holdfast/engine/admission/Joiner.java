package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.Joined;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.pairing.Pake;
import dev.holdfast.engine.share.Ticket;
import dev.holdfast.engine.share.TicketBook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The guest's side of joining. It tells of itself nobody but the device that the ticket names, or
/// that has proved to know the code, and keeps nothing until it has seen that the pool counts it
/// in; so a join that breaks off is simply tried again, with the same key and the same ticket.
public final class Joiner {

    /// How long one address may take to answer.
    public static final Duration DIAL_MAX = Duration.ofSeconds(10);

    /// How long the inviter may take to admit, and for each part of its answer.
    public static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /// Most bytes of statements that a pool may have.
    public static final int ROSTER_BYTES_MAX = 32 << 20;

    /// This device.
    ///
    /// @param name what people call it
    /// @param capacity bytes it contributes
    public record Guest(DeviceKeys keys, String name, long capacity) {}

    /// What came of it.
    ///
    /// @param roster the pool, which counts this device in
    /// @param inviterAt where the inviter was reached
    /// @param othersAt where the other devices say they are
    /// @param check words that the inviter's screen shows as well, if this device came with a code
    public record Welcome(
            Roster roster,
            DeviceId inviter,
            Endpoint inviterAt,
            Map<DeviceId, List<Endpoint>> othersAt,
            Optional<String> check) {}

    static final Acceptor SILENT = Joiner::refuse;

    private final Transport transport;
    private final SignatureCheck check;

    /// @param transport speaks with the key of the guest
    public Joiner(Transport transport, SignatureCheck check) {
        this.transport = transport;
        this.check = check;
    }

    /// Joins. The addresses are tried in order; `at` may name others than the ticket does.
    public Welcome join(Ticket ticket, List<Endpoint> at, Guest guest)
            throws NodeException, InterruptedException {
        for (var endpoint : at) {
            var dial = new Dial(endpoint, ticket.inviter(), Protocol.PAIR, DIAL_MAX);
            try {
                var connection = transport.connect(dial, SILENT);
                return ask(connection, ticket, guest, endpoint);
            } catch (NetException e) {
                if (e.kind() == NetException.Kind.WRONG_PEER) {
                    throw wrongPeer(endpoint, e);
                }
                if (endpoint.equals(at.getLast())) {
                    throw unreachable(at, e);
                }
            }
        }
        throw unreachable(at, new NetException(NetException.Kind.UNREACHABLE, "no address"));
    }

    /// Joins with a code, at the first of these devices that knows it; each is tried with a run of
    /// its own, at the first of its addresses that answers. Who answers is a stranger until it has
    /// proved to know the code.
    public Welcome join(Code code, List<List<Endpoint>> devices, Guest guest, Pake pake)
            throws NodeException, InterruptedException {
        return new PairingAsk(this, pake, transport).join(code, devices, guest);
    }

    private Welcome ask(Connection connection, Ticket ticket, Guest guest, Endpoint at)
            throws NetException, NodeException, InterruptedException {
        try (var stream = connection.open()) {
            var keys = guest.keys();
            stream.send(
                    new JoinAsk(
                            ticket.bearer().toBytes(),
                            keys.boxes().publicKey(),
                            guest.name(),
                            guest.capacity()));
            var inviter = ticket.inviter();
            var roster = roster(ticket.pool(), statements(stream), inviter, guest);
            var others = addresses(stream.receive(ANSWER_MAX));
            return new Welcome(roster, inviter, at, others, Optional.empty());
        } finally {
            connection.close(CloseReason.of(CloseCode.DONE, "the answer has come"));
        }
    }

    private static List<SignedStatement> statements(Stream stream)
            throws NetException, NodeException, InterruptedException {
        var statements = new ArrayList<SignedStatement>();
        long bytes = 0;
        boolean more = true;
        while (more) {
            var page = joined(stream.receive(ANSWER_MAX));
            for (var statement : page.statements()) {
                bytes += statement.length;
                statements.add(parse(statement));
            }
            if (bytes > ROSTER_BYTES_MAX) {
                throw unsound(null);
            }
            more = page.more();
        }
        return statements;
    }

    /// A wrong address leads nowhere: who answers there must be the device that is looked for.
    private static Map<DeviceId, List<Endpoint>> addresses(Message answer) throws NodeException {
        if (!(answer instanceof PutRecords(var entries))) {
            throw unsound(null);
        }
        return addresses(entries.stream().map(DirectoryMessage.Entry::record).toList());
    }

    static Map<DeviceId, List<Endpoint>> addresses(List<byte[]> records) throws NodeException {
        var addresses = new TreeMap<DeviceId, List<Endpoint>>();
        try {
            for (var record : records) {
                var stated = AddressRecord.parse(record).stated();
                addresses.put(
                        stated.device(),
                        stated.addresses().stream()
                                .map(Joiner::endpoint)
                                .flatMap(Optional::stream)
                                .toList());
            }
            return addresses;
        } catch (MalformedException e) {
            throw unsound(e);
        }
    }

    /// Each device writes its own addresses; one that wrote nonsense must not keep a guest out.
    private static Optional<Endpoint> endpoint(String address) {
        try {
            return Optional.of(Endpoint.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Joined joined(Message answer) throws NodeException {
        return switch (answer) {
            case Joined joined -> joined;
            case JoinRefused(var why) -> throw new NodeException(TicketBook.problem(why), null);
            default -> throw unsound(null);
        };
    }

    static SignedStatement parse(byte[] statement) throws NodeException {
        try {
            return SignedStatement.parse(statement);
        } catch (MalformedException e) {
            throw unsound(e);
        }
    }

    /// The pool is the one that was named, and both this device and the inviter are in it.
    Roster roster(PoolId pool, List<SignedStatement> statements, DeviceId inviter, Guest guest)
            throws NodeException {
        try {
            var roster = Roster.fold(pool, statements, check);
            if (roster.isAdmitted(guest.keys().id()) && roster.isAdmitted(inviter)) {
                return roster;
            }
            throw unsound(null);
        } catch (MalformedException e) {
            throw unsound(e);
        }
    }

    static NodeException unsound(@Nullable Throwable cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.DAMAGED,
                        "What the inviting device answered does not hold together.",
                        "Update Holdfast on both devices, and try again."),
                cause);
    }

    private static NodeException wrongPeer(Endpoint endpoint, NetException cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.REFUSED,
                        "Another device than the one that invited answers at " + endpoint + ".",
                        "Name the address of the inviting device with --at."),
                cause);
    }

    static NodeException unreachable(List<Endpoint> at, NetException cause) {
        var tried = at.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
        return new NodeException(
                new Problem(
                        Problem.Code.UNREACHABLE,
                        "The device that invited does not answer at " + tried + ".",
                        "Keep it running while you join, or name its address with --at."),
                cause);
    }

    private static void refuse(Connection from, Stream stream) {
        from.close(CloseReason.of(CloseCode.WRONG_STATE, "a guest answers nothing"));
    }
}
