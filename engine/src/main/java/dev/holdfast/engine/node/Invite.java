package dev.holdfast.engine.node;

import dev.holdfast.engine.admission.Joiner;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.crypto.bc.BcPake;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.share.Ticket;

import java.util.List;
import java.util.Optional;

/// What lets a guest in, as it was typed, pasted or read from a square: four words, or a ticket,
/// which also says whom to call.
sealed interface Invite {

    Joiner.Welcome take(Joiner joiner, Joiner.Guest guest)
            throws NodeException, InterruptedException;

    /// A ticket is longer than four words can be.
    ///
    /// @param looks whether the inviter of a code may be looked for on the network
    static Invite parse(String text, Optional<Endpoint> at, boolean looks) throws NodeException {
        if (text.length() > Code.TEXT_MAX) {
            var ticket = Ticket.parse(text);
            return new ByTicket(ticket, at.map(List::of).orElse(ticket.addresses()));
        }
        var code = Code.parse(text);
        if (at.isEmpty() && !looks) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "Four words do not say where the inviting device is.",
                    "Name its address with --at HOST:PORT, or leave --no-discovery out.");
        }
        return new ByCode(code, at);
    }

    record ByTicket(Ticket ticket, List<Endpoint> at) implements Invite {

        @Override
        public Joiner.Welcome take(Joiner joiner, Joiner.Guest guest)
                throws NodeException, InterruptedException {
            return joiner.join(ticket, at, guest);
        }
    }

    record ByCode(Code code, Optional<Endpoint> at) implements Invite {

        @Override
        public Joiner.Welcome take(Joiner joiner, Joiner.Guest guest)
                throws NodeException, InterruptedException {
            var places =
                    at.isPresent()
                            ? List.of(List.of(at.get()))
                            : new Nearby(new Lans(new SecureChance()).everywhere(), Nearby.PATIENCE)
                                    .waiting();
            return joiner.join(code, places, guest, new BcPake(new SecureChance()));
        }
    }
}
