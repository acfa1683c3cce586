package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.share.Bearer;
import dev.holdfast.engine.share.Ticket;
import dev.holdfast.engine.share.TicketBook;
import dev.holdfast.engine.share.TicketBook.Admit;
import dev.holdfast.engine.share.TicketBook.Refuse;
import dev.holdfast.engine.share.TicketBook.Verdict;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Who may come in: the open tickets, and the code that stands for one of them. Safe for many
/// threads.
final class Guestbook {

    /// A code, and the ticket that it stands for.
    ///
    /// @param check what both screens show once a guest has proved to know the code
    record Offer(Code code, long ticket, Role role, Optional<String> check) {}

    private final Supplier<Roster> roster;
    private final InstantSource clock;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private TicketBook book = TicketBook.EMPTY;
    private Optional<Offer> offer = Optional.empty();

    /// @param clock the time by which tickets end
    Guestbook(Supplier<Roster> roster, InstantSource clock) {
        this.roster = roster;
        this.clock = clock;
    }

    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    synchronized void open(Ticket ticket) throws NodeException {
        if (book.isFull(clock.instant())) {
            throw new NodeException(
                    Problem.Code.BUSY,
                    "There are as many open invites as there may be.",
                    "Wait until some have ended, and invite again.");
        }
        book = book.with(ticket, clock.instant());
    }

    void offer(Code code, Ticket ticket) {
        synchronized (this) {
            var number = ticket.bearer().number();
            offer = Optional.of(new Offer(code, number, ticket.terms().role(), Optional.empty()));
        }
        tell();
    }

    void close(Bearer bearer) {
        synchronized (this) {
            book = book.without(bearer, clock.instant());
            offer = offer.filter(o -> book.tickets().containsKey(o.ticket()));
        }
        tell();
    }

    synchronized boolean isOpen() {
        return offer.filter(o -> book.isOpen(o.ticket(), clock.instant())).isPresent();
    }

    synchronized boolean isBurnt(Bearer bearer) {
        return book.isBurnt(bearer.number());
    }

    synchronized Optional<DeviceId> guest(Bearer bearer) {
        return Optional.ofNullable(book.tickets().get(bearer.number()))
                .flatMap(TicketBook.Noted::guest)
                .filter(guest -> roster.get().isAdmitted(guest));
    }

    synchronized Optional<String> check(Bearer bearer) {
        return offer.filter(o -> o.ticket() == bearer.number()).flatMap(Offer::check);
    }

    /// The code that a guest may try. Also one that was used or has ended: only who knows it is
    /// told what became of it.
    synchronized Optional<Offer> offered() {
        return offer.filter(o -> !book.isBurnt(o.ticket()));
    }

    /// Why there is no code to try.
    synchronized Refusal why() {
        return offer.isPresent() ? Refusal.BURNT : Refusal.NOT_INVITING;
    }

    /// Who is of the pool already needs no ticket to be told so; who was put out has none.
    synchronized Verdict shown(byte[] secret, DeviceId guest) {
        var known = roster.get().device(guest);
        if (known.isPresent() && known.get().isAdmitted()) {
            return new Admit(known.get().role());
        }
        return isOut(guest)
                ? new Refuse(Refusal.NOT_ALLOWED)
                : note(book.shown(secret, guest, clock.instant()));
    }

    /// Judges a guest that has proved to know the code of an offer.
    synchronized Verdict proved(Offer tried, DeviceId guest, String check) {
        if (isOut(guest)) {
            return new Refuse(Refusal.NOT_ALLOWED);
        }
        var verdict = note(book.claimed(tried.ticket(), guest, clock.instant()));
        if (verdict instanceof Admit) {
            offer =
                    offer.map(
                            o ->
                                    o.ticket() == tried.ticket()
                                            ? new Offer(
                                                    o.code(),
                                                    o.ticket(),
                                                    o.role(),
                                                    Optional.of(check))
                                            : o);
        }
        return verdict;
    }

    private boolean isOut(DeviceId guest) {
        return roster.get().revocation(guest).isPresent();
    }

    private Verdict note(TicketBook.Answer answer) {
        book = answer.next();
        return answer.verdict();
    }

    /// Somebody guessed wrong.
    ///
    /// @return what that one is told
    Refusal wrong(Offer tried) {
        Refusal told;
        synchronized (this) {
            book = book.wrong(tried.ticket());
            told = book.isBurnt(tried.ticket()) ? Refusal.BURNT : Refusal.WRONG_CODE;
        }
        tell();
        return told;
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }
}
