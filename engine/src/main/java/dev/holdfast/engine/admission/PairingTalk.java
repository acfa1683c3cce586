package dev.holdfast.engine.admission;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.routing.AddressRecord;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.DirectoryMessage;
import dev.holdfast.engine.core.wire.JoinMessage.JoinRefused;
import dev.holdfast.engine.core.wire.JoinMessage.PairOpen;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.core.wire.RosterMessage;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.pairing.InviterRun;
import dev.holdfast.engine.pairing.Letter;
import dev.holdfast.engine.pairing.Pake;
import dev.holdfast.engine.pairing.Parties;
import dev.holdfast.engine.share.TicketBook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The inviter's side of a pairing run on its connection. The run decides; here it is heard, said,
/// and asked whether the code is still good.
final class PairingTalk {

    /// How long a guest may take for each of its words.
    static final Duration WORD_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PairingTalk.class);

    /// What a guest that was let in is told.
    record Welcome(Roster roster, Collection<AddressRecord> addresses) {}

    /// Lets a guest in, if this device may.
    @FunctionalInterface
    interface Door {
        Optional<Welcome> admit(Governor.Newcomer guest, Role role) throws InterruptedException;
    }

    private final Guestbook book;
    private final Pake pake;
    private final DeviceId self;
    private final Door door;

    PairingTalk(Guestbook book, Pake pake, DeviceId self, Door door) {
        this.book = book;
        this.pake = pake;
        this.self = self;
        this.door = door;
    }

    void hold(Connection from, PairOpen open, Stream stream)
            throws NetException, InterruptedException {
        var offer = book.offered();
        if (offer.isEmpty()) {
            stream.send(new JoinRefused(book.why()));
            return;
        }
        var tried = offer.get();
        var parties = new Parties(self, from.peer().device());
        var begun = InviterRun.begin(pake, parties, tried.code(), tried.role());
        hold(from, begun.heard(open), tried, stream);
    }

    private void hold(Connection from, InviterRun.Step first, Guestbook.Offer tried, Stream stream)
            throws NetException, InterruptedException {
        var step = first;
        while (true) {
            switch (step.effect()) {
                case InviterRun.Say(var message) -> {
                    stream.send(message);
                    step = step.next().heard(stream.receive(WORD_MAX));
                }
                case InviterRun.Proved(var check) -> {
                    var verdict = book.proved(tried, from.peer().device(), check);
                    if (verdict instanceof TicketBook.Refuse(var why)) {
                        stream.send(new JoinRefused(why));
                        return;
                    }
                    from.admit();
                    step = step.next().granted();
                }
                case InviterRun.Admit(var guest) -> {
                    admit(from, step.next(), guest, tried.role(), stream);
                    return;
                }
                case InviterRun.Wrong _ -> {
                    LOG.info("{} tried a wrong code.", from.peer());
                    stream.send(new JoinRefused(book.wrong(tried)));
                    return;
                }
                case InviterRun.Broken(var what) -> {
                    from.close(CloseReason.of(CloseCode.WRONG_STATE, what));
                    return;
                }
            }
        }
    }

    private void admit(Connection from, InviterRun run, Letter.Ask guest, Role role, Stream stream)
            throws NetException, InterruptedException {
        var keys = new DeviceCard.Keys(Opaque.of(from.peer().publicKey()), guest.boxKey());
        var newcomer = new Governor.Newcomer(keys, guest.name(), guest.capacity());
        var welcome = door.admit(newcomer, role);
        if (welcome.isEmpty()) {
            stream.send(new JoinRefused(Refusal.NOT_ALLOWED));
            return;
        }
        var next = run;
        for (var letter : letters(welcome.get())) {
            var step = next.write(letter);
            if (step.effect() instanceof InviterRun.Say(var message)) {
                stream.send(message);
            }
            next = step.next();
        }
    }

    private static List<Letter> letters(Welcome welcome) {
        var pool = welcome.roster().pool();
        var letters = new ArrayList<Letter>();
        letters.addAll(
                RosterMessage.pages(
                        Inviter.bytes(welcome.roster()),
                        (statements, more) -> new Letter.Page(pool, statements, more)));
        letters.add(
                new Letter.Places(
                        welcome.addresses().stream()
                                .map(AddressRecord::toBytes)
                                .limit(DirectoryMessage.RECORDS_MAX)
                                .toList()));
        return letters;
    }
}
