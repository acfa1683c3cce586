package dev.holdfast.engine.cluster;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage.Entry;
import dev.holdfast.engine.core.wire.DirectoryMessage.Kind;
import dev.holdfast.engine.core.wire.DirectoryMessage.PutRecords;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.core.wire.RosterMessage.RosterHeads;
import dev.holdfast.engine.core.wire.RosterMessage.Statements;
import dev.holdfast.engine.core.wire.RosterMessage.WantStatements;
import dev.holdfast.engine.core.wire.SessionMessage;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.Pong;
import dev.holdfast.engine.core.wire.SessionMessage.ProbeFor;
import dev.holdfast.engine.core.wire.SessionMessage.Probed;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.NetException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// What two devices of a pool say to each other about the pool: statements that one of them lacks,
/// where devices can be dialled, and that they are alive.
final class RosterTalk {

    /// What is made of what a peer says. Each runs on the thread that listens to the peer, and may
    /// wait for the loop.
    interface Hearing {

        /// Statements came.
        void learned(List<SignedStatement> statements, Session from, Part part)
                throws InterruptedException;

        /// A sign of the peer's life came, and perhaps word of another's.
        void lives(Session from, SessionMessage message) throws InterruptedException;

        /// Addresses of devices came.
        void addressed(List<AddressRecord> records, Session from) throws InterruptedException;
    }

    /// What statements that came are to what this side had asked for.
    enum Part {
        /// It had not asked.
        UNASKED,
        SOME,
        LAST
    }

    /// A stream may be silent for as long as its connection stands; this only bounds one wait.
    private static final Duration NEXT_MESSAGE_MAX = Duration.ofHours(1);

    private final Supplier<Roster> roster;
    private final Supplier<Collection<AddressRecord>> addresses;
    private final Hearing hearing;

    RosterTalk(
            Supplier<Roster> roster,
            Supplier<Collection<AddressRecord>> addresses,
            Hearing hearing) {
        this.roster = roster;
        this.addresses = addresses;
        this.hearing = hearing;
    }

    /// Listens until the connection ends.
    void listen(Session session) throws InterruptedException {
        try {
            while (session.ended().isEmpty()) {
                hear(session);
            }
        } catch (NetException e) {
            session.end(CloseReason.of(CloseCode.WRONG_STATE, "the session ended before its time"));
        }
    }

    private void hear(Session session) throws NetException, InterruptedException {
        Message message;
        try {
            message = session.receive(NEXT_MESSAGE_MAX);
        } catch (NetException e) {
            if (e.kind() == NetException.Kind.TIMEOUT) {
                return;
            }
            throw e;
        }
        switch (message) {
            case Ping(var nonce) -> session.send(new Pong(nonce));
            case Pong _, ProbeFor _, Probed _, Rumours _ ->
                    hearing.lives(session, (SessionMessage) message);
            case RosterHeads(var heads) -> {
                session.says(heads);
                wantUnlessHad(session);
            }
            case WantStatements(var have, _) -> {
                pages(roster.get().missing(have)).forEach(session::send);
                // Who did not know a device could not check where it is.
                session.send(message(addresses.get()));
            }
            case Statements(var bytes, var more) -> {
                var parsed = Handshake.parse(session.connection(), bytes);
                var part = more ? Part.SOME : Part.LAST;
                hearing.learned(parsed, session, session.isAsking() ? part : Part.UNASKED);
            }
            case PutRecords(var entries) -> hearing.addressed(records(session, entries), session);
            default -> throw Handshake.wrongState(session.connection(), message);
        }
    }

    private void wantUnlessHad(Session session) {
        if (!roster.get().has(session.heads())) {
            want(session);
        }
    }

    /// Asks for all that is not known here, unless it does so already.
    void want(Session session) {
        if (!session.isAsking()) {
            session.asking(true);
            session.send(new WantStatements(roster.get().haves(), List.of()));
        }
    }

    /// Everything that was asked for came, and brought something new or not. What the peer has said
    /// of its roster meanwhile may go further.
    void answered(Session session, boolean isNews) {
        session.asking(false);
        if (isNews) {
            wantUnlessHad(session);
        }
    }

    static List<Statements> pages(List<SignedStatement> statements) {
        return RosterMessage.pages(Handshake.bytes(statements), Statements::new);
    }

    static Message message(Collection<AddressRecord> records) {
        return new PutRecords(
                records.stream()
                        .map(r -> new Entry(Kind.ADDRESS, r.device().hash(), r.toBytes()))
                        .toList());
    }

    private static List<AddressRecord> records(Session session, List<Entry> entries)
            throws NetException {
        try {
            var records = new ArrayList<AddressRecord>();
            for (var entry : entries) {
                records.add(AddressRecord.parse(entry.record()));
            }
            return records;
        } catch (MalformedException e) {
            session.end(CloseReason.of(CloseCode.MALFORMED, String.valueOf(e.getMessage())));
            throw new NetException(NetException.Kind.CLOSED, "a malformed address", e);
        }
    }
}
