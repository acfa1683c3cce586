package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
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
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.pairing.Pake;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;
import dev.holdfast.engine.share.TicketBook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers guests. A guest that shows a good ticket, or proves to know the code that stands for it,
/// is admitted and given the pool's statements; one that asks again because the answer did not
/// reach it is given them again, and admitted once. Safe for many threads.
public final class Inviter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Inviter.class);

    private final Cluster cluster;
    private final Governor governor;
    private final Guestbook book;
    private final PairingTalk pairing;
    private final Set<Connection> pairings = ConcurrentHashMap.newKeySet();

    /// @param clock the time by which tickets end
    public Inviter(Cluster cluster, Governor governor, Pake pake, InstantSource clock) {
        this.cluster = cluster;
        this.governor = governor;
        book = new Guestbook(cluster::roster, clock);
        pairing = new PairingTalk(book, pake, governor.self(), this::admitted);
    }

    /// Tells of every code that is offered, is taken back, or was guessed at.
    public void watch(Runnable watcher) {
        book.watch(watcher);
    }

    /// From now on the ticket is good.
    public void open(Ticket ticket) throws NodeException {
        book.open(ticket);
    }

    /// From now on this code stands for an open ticket. There is one code at a time: it takes the
    /// place of the one before, whose ticket stays open.
    public void offer(Code code, Ticket ticket) {
        book.offer(code, ticket);
    }

    /// Takes a ticket back, and its code. Of one that was used or has ended it is remembered why it
    /// is good no more.
    public void close(Bearer bearer) {
        book.close(bearer);
    }

    /// True while a guest can come in with a code.
    public boolean isOpen() {
        return book.isOpen();
    }

    /// True when a ticket is worth nothing any more because so often somebody guessed wrong.
    public boolean isBurnt(Bearer bearer) {
        return book.isBurnt(bearer);
    }

    /// The device that was admitted with a ticket.
    public Optional<DeviceId> guest(Bearer bearer) {
        return book.guest(bearer);
    }

    /// The words that the guest's screen shows as well, if it came with a code.
    public Optional<String> check(Bearer bearer) {
        return book.check(bearer);
    }

    @Override
    public void hold(Connection from, Message first, Stream stream)
            throws NetException, InterruptedException {
        if (first instanceof JoinAsk ask) {
            switch (book.shown(ask.secret(), from.peer().device())) {
                case TicketBook.Refuse(var why) -> stream.send(new JoinRefused(why));
                case TicketBook.Admit(var role) -> admit(from, stream, newcomer(from, ask), role);
            }
        } else if (first instanceof PairOpen open && pairings.add(from)) {
            try {
                pairing.hold(from, open, stream);
            } finally {
                from.close(CloseReason.of(CloseCode.DONE, "one run a connection"));
                pairings.remove(from);
            }
        } else {
            var what = first.getClass().getSimpleName() + " is no way to ask";
            from.close(CloseReason.of(CloseCode.WRONG_STATE, what));
        }
    }

    private Optional<PairingTalk.Welcome> admitted(Governor.Newcomer guest, Role role)
            throws InterruptedException {
        try {
            var roster = governor.admit(guest, role);
            return Optional.of(new PairingTalk.Welcome(roster, cluster.addresses()));
        } catch (NodeException e) {
            LOG.warn("A guest could not be admitted: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void admit(Connection from, Stream stream, Governor.Newcomer guest, Role role)
            throws NetException, InterruptedException {
        var welcome = admitted(guest, role);
        if (welcome.isEmpty()) {
            stream.send(new JoinRefused(Refusal.NOT_ALLOWED));
            return;
        }
        from.admit();
        for (var message : RosterMessage.pages(bytes(welcome.get().roster()), Joined::new)) {
            stream.send(message);
        }
        stream.send(cluster.introductions());
    }

    static List<byte[]> bytes(Roster roster) {
        return roster.statements().stream().map(SignedStatement::toBytes).toList();
    }

    private static Governor.Newcomer newcomer(Connection from, JoinAsk ask) {
        var keys = new DeviceCard.Keys(Opaque.of(from.peer().publicKey()), Hash.of(ask.boxKey()));
        return new Governor.Newcomer(keys, ask.name(), ask.capacity());
    }
}
