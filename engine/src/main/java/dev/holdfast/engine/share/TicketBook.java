package dev.holdfast.engine.share;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Which tickets a device has given out, and what becomes of them. A value: each event gives
/// another. Secrets are kept as hashes only.
///
/// A ticket admits one device. Should that device ask again, because the answer did not reach it,
/// it is admitted again; any other is told that the ticket is used.
public record TicketBook(Map<Long, Noted> tickets) {

    /// One ticket, by its number.
    ///
    /// @param bearer hash of what its holder shows
    /// @param wrong how often something else was shown for it
    /// @param guest who was admitted with it
    public record Noted(Hash bearer, Ticket.Terms terms, int wrong, Optional<DeviceId> guest) {

        private boolean isOpen(Instant now) {
            return guest.isEmpty() && !isBurnt() && now.isBefore(terms.expires());
        }

        private boolean isBurnt() {
            return guest.isEmpty() && wrong >= WRONG_MAX;
        }
    }

    /// What to do with a guest, and the book from then on.
    public record Answer(TicketBook next, Verdict verdict) {}

    public sealed interface Verdict {}

    /// Admit it in this role.
    public record Admit(Role role) implements Verdict {}

    public record Refuse(Refusal why) implements Verdict {}

    public static final TicketBook EMPTY = new TicketBook(Map.of());

    /// Tickets noted at a time.
    public static final int TICKETS_MAX = 64;

    /// A ticket for which so often something wrong was shown is burned.
    public static final int WRONG_MAX = 10;

    /// How long a ticket stays noted behind its end, so that a late guest hears why.
    public static final Duration REMEMBERED = Duration.ofDays(1);

    public TicketBook {
        tickets = Map.copyOf(tickets);
    }

    /// True when no more tickets may be open at a time.
    public boolean isFull(Instant now) {
        return tickets.values().stream().filter(t -> t.isOpen(now)).count() >= TICKETS_MAX;
    }

    /// Notes a ticket, and forgets those that ended long ago, or all that ended if there is no
    /// room.
    ///
    /// @throws IllegalStateException if the book is full
    public TicketBook with(Ticket ticket, Instant now) {
        if (isFull(now)) {
            throw new IllegalStateException(TICKETS_MAX + " tickets are open");
        }
        var kept = at(now);
        if (kept.tickets.size() >= TICKETS_MAX) {
            kept = kept.changed(all -> all.values().removeIf(t -> !t.isOpen(now)));
        }
        var bearer = ticket.bearer();
        var noted = new Noted(bearer.hash(), ticket.terms(), 0, Optional.empty());
        return kept.changed(all -> all.put(bearer.number(), noted));
    }

    /// Takes a ticket back. One that was used or burnt, or whose time is over, stays noted: who
    /// comes with it later is told so.
    public TicketBook without(Bearer bearer, Instant now) {
        return changed(
                all -> all.computeIfPresent(bearer.number(), (_, t) -> t.isOpen(now) ? null : t));
    }

    /// Judges what a guest shows.
    public Answer shown(byte[] bytes, DeviceId guest, Instant now) {
        var bearer = Bearer.of(bytes);
        var noted = bearer.map(b -> tickets.get(b.number()));
        if (noted.isEmpty()) {
            return refuse(Refusal.UNKNOWN);
        }
        return noted.get().bearer().equals(bearer.get().hash())
                ? claimed(bearer.get().number(), guest, now)
                : new Answer(wrong(bearer.get().number()), new Refuse(Refusal.UNKNOWN));
    }

    /// Judges a guest that has proved to have what this ticket stands for.
    public Answer claimed(long number, DeviceId guest, Instant now) {
        var ticket = tickets.get(number);
        if (ticket == null) {
            return refuse(Refusal.UNKNOWN);
        }
        if (ticket.isBurnt()) {
            return refuse(Refusal.BURNT);
        }
        if (ticket.guest().isPresent() && !ticket.guest().get().equals(guest)) {
            return refuse(Refusal.USED);
        }
        if (ticket.guest().isEmpty() && !now.isBefore(ticket.terms().expires())) {
            return refuse(Refusal.EXPIRED);
        }
        var used = new Noted(ticket.bearer(), ticket.terms(), ticket.wrong(), Optional.of(guest));
        return new Answer(changed(all -> all.put(number, used)), new Admit(ticket.terms().role()));
    }

    /// True when so much was guessed that the ticket is worth nothing.
    public boolean isBurnt(long number) {
        var ticket = tickets.get(number);
        return ticket != null && ticket.isBurnt();
    }

    /// True when a guest may still come with this ticket.
    public boolean isOpen(long number, Instant now) {
        var ticket = tickets.get(number);
        return ticket != null && ticket.isOpen(now);
    }

    /// Somebody guessed at this ticket, and guessed wrong.
    public TicketBook wrong(long number) {
        return changed(
                all ->
                        all.computeIfPresent(
                                number,
                                (_, t) ->
                                        new Noted(
                                                t.bearer(), t.terms(), t.wrong() + 1, t.guest())));
    }

    /// What a guest tells its person.
    public static Problem problem(Refusal why) {
        return switch (why) {
            case UNKNOWN ->
                    refused(
                            "The inviting device does not know this code.",
                            "Invite again, and use the code it then prints.");
            case USED ->
                    refused(
                            "Another device has joined with this code; it is good for one.",
                            "Invite again. If that device is not yours, remove it.");
            case EXPIRED ->
                    refused(
                            "The time of this code is over.",
                            "Invite again, and join before it ends.");
            case NOT_ALLOWED ->
                    refused(
                            "The inviting device may not admit others any more.",
                            "Invite from a device that is an owner of the pool.");
            case WRONG_CODE ->
                    refused(
                            "This is not the code that is open on the inviting device.",
                            "Compare the four words, and type them again; ten wrong codes burn the"
                                    + " right one.");
            case BURNT ->
                    refused(
                            "Ten wrong codes were tried, so the right one is worth nothing either.",
                            "Invite again, and use the code it then prints. If you did not mistype"
                                    + " it, somebody on your network guesses.");
            case NOT_INVITING ->
                    refused(
                            "No invitation is open on that device.",
                            "Invite there with `holdfast invite`, and use the code it prints.");
        };
    }

    private static Problem refused(String what, String remedy) {
        return new Problem(Problem.Code.REFUSED, what, remedy);
    }

    private Answer refuse(Refusal why) {
        return new Answer(this, new Refuse(why));
    }

    private TicketBook at(Instant now) {
        var forgotten = now.minus(REMEMBERED);
        return changed(all -> all.values().removeIf(t -> t.terms().expires().isBefore(forgotten)));
    }

    private TicketBook changed(Consumer<Map<Long, Noted>> change) {
        var changed = new TreeMap<>(tickets);
        change.accept(changed);
        return new TicketBook(changed);
    }
}
