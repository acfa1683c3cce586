package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Present;
import dev.holdfast.engine.core.wire.SessionMessage.Stranger;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The first words on a connection. The side that dialled says [Hello]; the other answers with its
/// own when it holds the peer to be of the pool. When it does not know the peer it asks for the
/// chain of admissions, and hears nothing else until that shows that the peer belongs.
final class Handshake {

    /// How long each word may take.
    static final Duration WORD_MAX = Duration.ofSeconds(10);

    private final DeviceId self;
    private final Supplier<Roster> roster;
    private final Supplier<Hello> hello;
    private final SignatureCheck check;
    private final AtomicLong numbers = new AtomicLong();

    Handshake(DeviceId self, Supplier<Roster> roster, Supplier<Hello> hello, SignatureCheck check) {
        this.self = self;
        this.roster = roster;
        this.hello = hello;
        this.check = check;
    }

    /// What came of a greeting that led to no session: statements that say why, perhaps.
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient List<SignedStatement> why;

        RefusedException(String what, List<SignedStatement> why) {
            super(what);
            this.why = why;
        }

        List<SignedStatement> why() {
            return why;
        }
    }

    /// Greets on a connection that this side dialled.
    Session greet(Connection connection)
            throws NetException, InterruptedException, RefusedException {
        var stream = connection.open();
        stream.send(hello.get());
        var answer = stream.receive(WORD_MAX);
        if (answer instanceof Stranger) {
            stream.send(new Present(bytes(roster.get().chain(self))));
            answer = stream.receive(WORD_MAX);
        }
        return switch (answer) {
            case Hello theirs -> session(connection, stream, theirs, List.of());
            case Statements(var statements, _) ->
                    throw new RefusedException("it was revoked", parse(connection, statements));
            default -> throw wrongState(connection, answer);
        };
    }

    /// Answers the greeting on a connection that the peer dialled.
    Session answer(Connection connection, Stream stream)
            throws NetException, InterruptedException, RefusedException {
        var first = stream.receive(WORD_MAX);
        if (!(first instanceof Hello theirs)) {
            throw wrongState(connection, first);
        }
        judge(connection, theirs);
        var chain = List.<SignedStatement>of();
        var device = connection.peer().device();
        var known = roster.get().device(device);
        if (known.isEmpty()) {
            stream.send(new Stranger());
            chain = presented(connection, stream.receive(WORD_MAX));
        } else if (known.get().standing() == Device.Standing.REVOKED) {
            stream.send(farewell(device, theirs.rosterHeads()));
            throw refused(connection, CloseCode.REVOKED, "this device was removed from the pool");
        }
        if (!belongs(roster.get(), device, chain)) {
            throw refused(connection, CloseCode.NOT_ADMITTED, "this device is not of the pool");
        }
        connection.admit();
        var session = session(connection, stream, theirs, chain);
        stream.send(hello.get());
        return session;
    }

    /// True when the roster holds the device to be of the pool, or its chain shows it to be.
    boolean belongs(Roster roster, DeviceId device, List<SignedStatement> chain) {
        return roster.judge(device, chain, check).isPresent();
    }

    /// What shows a device that it was removed, given what it had heard of by then. One that was
    /// away for very long gets the rest when it dials again.
    Statements farewell(DeviceId device, List<Hash> heads) {
        var statements = roster.get().farewell(device, heads);
        return RosterMessage.pages(bytes(statements), Statements::new).getFirst();
    }

    private Session session(
            Connection connection, Stream stream, Hello theirs, List<SignedStatement> chain)
            throws RefusedException {
        judge(connection, theirs);
        int version = Math.min(Versions.CURRENT.highest(), theirs.versions().highest());
        var greeting =
                new Session.Greeting(theirs.rosterHeads(), theirs.addresses(), chain, version);
        return new Session(numbers.incrementAndGet(), connection, stream, greeting);
    }

    private void judge(Connection connection, Hello theirs) throws RefusedException {
        var ours = Versions.CURRENT;
        if (theirs.versions().highest() < ours.lowest()
                || theirs.versions().lowest() > ours.highest()) {
            throw refused(
                    connection, CloseCode.NO_COMMON_VERSION, "it speaks " + theirs.versions());
        }
        if (!theirs.pool().equals(roster.get().pool())) {
            throw refused(connection, CloseCode.OTHER_POOL, "this device is of another pool");
        }
    }

    private static List<SignedStatement> presented(Connection connection, Message message)
            throws NetException {
        if (message instanceof Present(var statements)) {
            return parse(connection, statements);
        }
        throw wrongState(connection, message);
    }

    /// The statements in these bytes. What is none ends the connection.
    static List<SignedStatement> parse(Connection connection, List<byte[]> statements)
            throws NetException {
        try {
            var parsed = new ArrayList<SignedStatement>();
            for (var bytes : statements) {
                parsed.add(SignedStatement.parse(bytes));
            }
            return parsed;
        } catch (MalformedException e) {
            connection.close(CloseReason.of(CloseCode.MALFORMED, String.valueOf(e.getMessage())));
            throw new NetException(NetException.Kind.CLOSED, "a malformed statement", e);
        }
    }

    static List<byte[]> bytes(List<SignedStatement> statements) {
        return statements.stream().map(SignedStatement::toBytes).toList();
    }

    static NetException wrongState(Connection connection, Message message) {
        var what = message.getClass().getSimpleName() + " may not come now";
        connection.close(CloseReason.of(CloseCode.WRONG_STATE, what));
        return new NetException(NetException.Kind.WRONG_STATE, what);
    }

    private static RefusedException refused(Connection connection, CloseCode code, String why) {
        connection.close(CloseReason.of(code, why));
        return new RefusedException(why, List.of());
    }
}
