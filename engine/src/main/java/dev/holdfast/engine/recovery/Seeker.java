package dev.holdfast.engine.recovery;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignatureCheck;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RecoveryMessage.Ask;
import dev.holdfast.engine.core.wire.RecoveryMessage.Challenge;
import dev.holdfast.engine.core.wire.RecoveryMessage.Proof;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refusal;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refused;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.net.Acceptor;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whoever has the words asks a device for what it knows of their pool.
///
/// Who answers is not known beforehand and is believed nothing: the pool is the one whose genesis
/// the words' own root key signed, all else follows from that by signatures, and who answers must
/// have been a device of that pool. To one that is none, the proof tells nothing that it can use.
///
/// @param self the device that asks, with whose key `transport` speaks
public record Seeker(Transport transport, DeviceId self, Phrase.Keys words, SignatureCheck check) {

    /// How long one address may take to answer.
    public static final Duration DIAL_MAX = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Seeker.class);

    /// Most bytes of statements that a pool may have.
    private static final int ROSTER_BYTES_MAX = 32 << 20;

    private static final Acceptor SILENT =
            (from, _) ->
                    from.close(CloseReason.of(CloseCode.WRONG_STATE, "nothing is answered here"));

    /// What a device told.
    ///
    /// @param othersAt where the pool's devices say they are
    public record Told(Witness by, Roster roster, Map<DeviceId, List<Endpoint>> othersAt) {}

    /// Where a device may be.
    ///
    /// @param expected empty when any device of the pool will do
    public record Place(List<Endpoint> at, Optional<DeviceId> expected) {}

    /// Asks at all places at once, at each until somebody answers there who is of the pool. Whoever
    /// is asked is shown a signature that is good for that one connection, and learns nothing from
    /// it.
    ///
    /// @return those that answered, perhaps one of them twice
    public List<Told> askAll(List<Place> places) throws InterruptedException {
        var asked = new ArrayList<Future<Optional<Told>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var place : places) {
                asked.add(threads.submit(() -> ask(place)));
            }
            var answers = new ArrayList<Told>();
            for (var each : asked) {
                each.get().ifPresent(answers::add);
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException stop) {
                throw stop;
            }
            throw new IllegalStateException("a device could not be asked", e.getCause());
        }
    }

    private Optional<Told> ask(Place place) throws InterruptedException {
        for (var at : place.at()) {
            try {
                return Optional.of(ask(at, place.expected()));
            } catch (NodeException e) {
                LOG.debug("{} at {}: {}", place.expected(), at, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /// Asks whoever is there.
    ///
    /// @param expected empty when any device of the pool will do
    public Told ask(Endpoint at, Optional<DeviceId> expected)
            throws NodeException, InterruptedException {
        Connection connection;
        try {
            connection =
                    transport.connect(new Dial(at, expected, Protocol.RECOVER, DIAL_MAX), SILENT);
        } catch (NetException e) {
            throw silent(at, e);
        }
        boolean isGood = false;
        try {
            var told = ask(connection, at);
            isGood = true;
            return told;
        } catch (NetException e) {
            throw silent(at, e);
        } finally {
            if (!isGood) {
                connection.close(CloseReason.of(CloseCode.DONE, "nothing can be learnt here"));
            }
        }
    }

    private Told ask(Connection connection, Endpoint at)
            throws NetException, NodeException, InterruptedException {
        try (var stream = connection.open()) {
            stream.send(new Ask());
            var answer = stream.receive(Witness.ANSWER_MAX);
            if (answer instanceof Challenge(var nonce)) {
                var message = RootProof.message(nonce, connection.peer().device(), self);
                stream.send(new Proof(words.signAsRoot(message)));
                answer = stream.receive(Witness.ANSWER_MAX);
            }
            var roster = roster(statements(answer, stream, at), at);
            if (roster.device(connection.peer().device()).isEmpty()) {
                throw refused(
                        "The device at " + at + " is none of the pool that these words open.",
                        "Name another device with --at; if this is one of yours, look whose"
                                + " address that is.");
            }
            var others = addresses(stream.receive(Witness.ANSWER_MAX), at);
            return new Told(new Witness(connection, at), roster, others);
        } catch (MalformedException e) {
            throw unsound(at, e);
        }
    }

    private static List<SignedStatement> statements(Message first, Stream stream, Endpoint at)
            throws NetException, NodeException, InterruptedException, MalformedException {
        var statements = new ArrayList<SignedStatement>();
        long bytes = 0;
        for (var message = first; ; message = stream.receive(Witness.ANSWER_MAX)) {
            if (message instanceof Refused(var why)) {
                throw refused(why, at);
            }
            if (!(message instanceof Statements(var page, var more))) {
                throw new MalformedException("no statements where some should be");
            }
            for (var statement : page) {
                bytes += statement.length;
                statements.add(SignedStatement.parse(statement));
            }
            if (bytes > ROSTER_BYTES_MAX) {
                throw new MalformedException("a roster of more than " + ROSTER_BYTES_MAX);
            }
            if (!more) {
                return statements;
            }
        }
    }

    /// The pool is the one that these words began.
    private Roster roster(List<SignedStatement> statements, Endpoint at)
            throws NodeException, MalformedException {
        var root = Opaque.of(words.rootPublicKey());
        var genesis =
                statements.stream()
                        .filter(
                                signed ->
                                        signed.statement() instanceof Statement.Genesis g
                                                && g.root().signing().equals(root))
                        .findFirst()
                        .orElseThrow(() -> refused(Refusal.OTHER_WORDS, at));
        return Roster.fold(genesis.pool(), statements, check);
    }

    /// Each device writes its own addresses; one that wrote nonsense must not be in the way. A
    /// wrong one leads nowhere: who answers there must be the device that is looked for.
    private static Map<DeviceId, List<Endpoint>> addresses(Message answer, Endpoint at)
            throws NodeException, MalformedException {
        if (!(answer instanceof PutRecords(var entries))) {
            throw unsound(at, new MalformedException("no addresses where some should be"));
        }
        var addresses = new TreeMap<DeviceId, List<Endpoint>>();
        for (var entry : entries) {
            var stated = AddressRecord.parse(entry.record()).stated();
            var endpoints =
                    stated.addresses().stream()
                            .map(Seeker::endpoint)
                            .flatMap(Optional::stream)
                            .toList();
            addresses.put(stated.device(), endpoints);
        }
        return addresses;
    }

    private static Optional<Endpoint> endpoint(String address) {
        try {
            return Optional.of(Endpoint.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static NodeException refused(Refusal why, Endpoint at) {
        return switch (why) {
            case OTHER_WORDS ->
                    refused(
                            "These words belong to another pool than the device at " + at + ".",
                            "Look whether they are the words of this pool, and whether that is"
                                    + " the right device.");
            case BUSY ->
                    new NodeException(
                            Problem.Code.BUSY,
                            "The device at " + at + " was shown too many wrong words just now.",
                            "Try again in a minute, or name another device with --at.");
        };
    }

    private static NodeException refused(String what, String remedy) {
        return new NodeException(Problem.Code.REFUSED, what, remedy);
    }

    private static NodeException unsound(Endpoint at, MalformedException cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.DAMAGED,
                        "What the device at " + at + " answered does not hold together.",
                        "Update Holdfast on both devices, or name another device with --at."),
                cause);
    }

    private static NodeException silent(Endpoint at, NetException cause) {
        return new NodeException(
                new Problem(
                        Problem.Code.UNREACHABLE,
                        "No device of a pool answers at " + at + ".",
                        "Start a device that is left with `holdfast start`, and name its address"
                                + " with --at."),
                cause);
    }
}
