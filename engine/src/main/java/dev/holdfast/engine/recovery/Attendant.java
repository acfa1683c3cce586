package dev.holdfast.engine.recovery;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Conversation;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RecoveryMessage.Ask;
import dev.holdfast.engine.core.wire.RecoveryMessage.Challenge;
import dev.holdfast.engine.core.wire.RecoveryMessage.Proof;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refusal;
import dev.holdfast.engine.core.wire.RecoveryMessage.Refused;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers whoever comes with the recovery words. Nothing is given before the root key has signed;
/// then all that this device knows of the pool may be read, sealed as it lies here, and statements
/// of the root may be brought.
public final class Attendant implements Conversation {

    /// How long a visitor may take to sign.
    private static final Duration PROOF_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Attendant.class);

    private final Cluster cluster;
    private final KeyRing.Tools tools;
    private final Signatures signatures;
    private final InstantSource clock;
    private final Dispatcher reading;
    private final Set<Connection> proved = ConcurrentHashMap.newKeySet();
    private Tries tries = Tries.NONE;

    /// @param clock the time by which wrong proofs are forgotten
    /// @param reading answers what may be read
    public Attendant(
            Cluster cluster,
            KeyRing.Tools tools,
            Signatures signatures,
            InstantSource clock,
            Dispatcher reading) {
        this.cluster = cluster;
        this.tools = tools;
        this.signatures = signatures;
        this.clock = clock;
        this.reading = reading;
    }

    @Override
    public void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        if (first instanceof Ask) {
            prove(from, stream);
        } else if (!proved.contains(from)) {
            from.close(CloseReason.of(CloseCode.WRONG_STATE, "nothing is told without a proof"));
        } else if (first instanceof Statements(var brought, _)) {
            learn(from, brought, stream);
        } else {
            reading.hold(from, first, stream);
        }
    }

    private void prove(Connection from, Stream stream) throws NetException, InterruptedException {
        if (areTooMany()) {
            stream.send(new Refused(Refusal.BUSY));
            return;
        }
        var nonce = tools.chance().bits256();
        stream.send(new Challenge(nonce));
        if (!(stream.receive(PROOF_MAX) instanceof Proof(var signature))) {
            from.close(CloseReason.of(CloseCode.WRONG_STATE, "no proof"));
            return;
        }
        var roster = cluster.roster();
        var message = RootProof.message(nonce, tools.keys().id(), from.peer().device());
        if (!signatures.verify(roster.root().signing().toBytes(), message, signature)) {
            wrong();
            LOG.warn("{} came to recover, with the words of another pool.", from.peer());
            stream.send(new Refused(Refusal.OTHER_WORDS));
            return;
        }
        LOG.warn("{} has the recovery words and reads what this device knows.", from.peer());
        proved.removeIf(connection -> connection.traffic().ended().isPresent());
        proved.add(from);
        from.admit();
        var statements = roster.statements().stream().map(SignedStatement::toBytes).toList();
        for (var page : RosterMessage.pages(statements, Statements::new)) {
            stream.send(page);
        }
        stream.send(cluster.introductions());
    }

    private synchronized boolean areTooMany() {
        return tries.areTooMany(clock.instant());
    }

    private synchronized void wrong() {
        tries = tries.andOne(clock.instant());
    }

    private void learn(Connection from, List<byte[]> brought, Stream stream)
            throws NetException, InterruptedException {
        try {
            var statements = new ArrayList<SignedStatement>();
            for (var bytes : brought) {
                statements.add(SignedStatement.parse(bytes));
            }
            var heads = cluster.learn(statements).heads();
            stream.send(new RosterHeads(heads.stream().limit(RosterMessage.HEADS_MAX).toList()));
        } catch (MalformedException e) {
            from.close(CloseReason.of(CloseCode.MALFORMED, "a statement: " + e.getMessage()));
        } catch (NodeException e) {
            throw new NetException(NetException.Kind.CLOSED, "this device cannot write", e);
        }
    }
}
