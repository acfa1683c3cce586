package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Conversation;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.JoinMessage.JoinAsk;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.Joined;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;
import dev.holdfast.engine.share.TicketBook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Optional;

/// Answers guests. A guest that shows a good ticket is admitted and given the pool's statements;
/// one that asks again because the answer did not reach it is given them again, and admitted once.
public final class Inviter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Inviter.class);

    private final Cluster cluster;
    private final Governor governor;
    private final InstantSource clock;
    private TicketBook book = TicketBook.EMPTY;

    /// @param clock the time by which tickets end
    public Inviter(Cluster cluster, Governor governor, InstantSource clock) {
        this.cluster = cluster;
        this.governor = governor;
        this.clock = clock;
    }

    /// From now on the ticket is good.
    public synchronized void open(Ticket ticket) throws NodeException {
        if (book.isFull(clock.instant())) {
            throw new NodeException(
                    Problem.Code.BUSY,
                    "There are as many open invites as there may be.",
                    "Wait until some have ended, and invite again.");
        }
        book = book.with(ticket, clock.instant());
    }

    /// Takes a ticket back. Of one that was used or has ended it is remembered why it is good no
    /// more.
    public synchronized void close(Bearer bearer) {
        book = book.without(bearer, clock.instant());
    }

    /// The device that was admitted with a ticket.
    public synchronized Optional<DeviceId> guest(Bearer bearer) {
        return Optional.ofNullable(book.tickets().get(bearer.number()))
                .flatMap(TicketBook.Noted::guest)
                .filter(guest -> cluster.roster().isAdmitted(guest));
    }

    @Override
    public void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        if (!(first instanceof JoinAsk ask)) {
            var what = first.getClass().getSimpleName() + " is no way to ask";
            from.close(CloseReason.of(CloseCode.WRONG_STATE, what));
            return;
        }
        var guest = from.peer().device();
        switch (judged(ask, guest)) {
            case TicketBook.Refuse(var why) -> stream.send(new JoinRefused(why));
            case TicketBook.Admit(var role) -> admit(from, stream, newcomer(from, ask), role);
        }
    }

    /// Who is of the pool already needs no ticket to be told so; who was put out has none.
    private synchronized TicketBook.Verdict judged(JoinAsk ask, DeviceId guest) {
        var known = cluster.roster().device(guest);
        if (known.isPresent() && known.get().isAdmitted()) {
            return new TicketBook.Admit(known.get().role());
        }
        if (cluster.roster().revocation(guest).isPresent()) {
            return new TicketBook.Refuse(Refusal.NOT_ALLOWED);
        }
        var answer = book.shown(ask.secret(), guest, clock.instant());
        book = answer.next();
        return answer.verdict();
    }

    private void admit(Connection from, Stream stream, Governor.Newcomer guest, Role role)
            throws NetException, InterruptedException {
        try {
            var roster = governor.admit(guest, role);
            from.admit();
            send(stream, roster);
            stream.send(cluster.introductions());
        } catch (NodeException e) {
            LOG.warn("A guest could not be admitted: {}", e.getMessage());
            stream.send(new JoinRefused(Refusal.NOT_ALLOWED));
        }
    }

    private static void send(Stream stream, Roster roster)
            throws NetException, InterruptedException {
        var statements = roster.statements().stream().map(SignedStatement::toBytes).toList();
        for (var message : RosterMessage.pages(statements, Joined::new)) {
            stream.send(message);
        }
    }

    private static Governor.Newcomer newcomer(Connection from, JoinAsk ask) {
        var keys = new DeviceCard.Keys(Opaque.of(from.peer().publicKey()), Hash.of(ask.boxKey()));
        return new Governor.Newcomer(keys, ask.name(), ask.capacity());
    }
}
