package dev.holdfast.engine.admission;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.JoinMessage.Refusal;
import dev.holdfast.engine.net.CloseReason;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.net.Transport;
import dev.holdfast.engine.pairing.Code;
import dev.holdfast.engine.pairing.GuestRun;
import dev.holdfast.engine.pairing.Letter;
import dev.holdfast.engine.pairing.Pake;
import dev.holdfast.engine.pairing.Parties;
import dev.holdfast.engine.share.TicketBook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The guest's side of pairing runs, on connections to devices that it does not know yet.
final class PairingAsk {

    /// What one device says so may not hold for the next. Of a code that is used or has ended only
    /// its own device speaks.
    private static final Set<Refusal> TRY_NEXT =
            Set.of(Refusal.WRONG_CODE, Refusal.BURNT, Refusal.NOT_INVITING);

    private static final Problem NO_INVITE = TicketBook.problem(Refusal.NOT_INVITING);

    private final Joiner joiner;
    private final Pake pake;
    private final Transport transport;

    PairingAsk(Joiner joiner, Pake pake, Transport transport) {
        this.joiner = joiner;
        this.pake = pake;
        this.transport = transport;
    }

    /// This one does not let the guest in; another may.
    private static final class NotHereException extends Exception {

        private static final long serialVersionUID = 1;

        private final Problem why;

        NotHereException(Problem why) {
            super(why.what());
            this.why = why;
        }
    }

    Joiner.Welcome join(Code code, List<List<Endpoint>> devices, Joiner.Guest guest)
            throws NodeException, InterruptedException {
        Optional<Problem> told = Optional.empty();
        var last = new NetException(NetException.Kind.UNREACHABLE, "no address");
        for (var at : devices) {
            try {
                return askOne(code, at, guest);
            } catch (NotHereException e) {
                // Of several, one that has an invitation open is likelier to be the right one.
                told = told.filter(why -> !why.equals(NO_INVITE)).or(() -> Optional.of(e.why));
            } catch (NetException e) {
                last = e;
            }
        }
        if (told.isPresent()) {
            throw new NodeException(told.get(), null);
        }
        throw Joiner.unreachable(devices.stream().flatMap(List::stream).toList(), last);
    }

    /// One device may be found at several addresses; it is asked at one.
    private Joiner.Welcome askOne(Code code, List<Endpoint> at, Joiner.Guest guest)
            throws NetException, NodeException, NotHereException, InterruptedException {
        var last = new NetException(NetException.Kind.UNREACHABLE, "no address");
        for (var endpoint : at) {
            try {
                return ask(code, endpoint, guest);
            } catch (NetException e) {
                last = e;
            }
        }
        throw last;
    }

    private Joiner.Welcome ask(Code code, Endpoint at, Joiner.Guest guest)
            throws NetException, NodeException, NotHereException, InterruptedException {
        var dial = new Dial(at, Optional.empty(), Protocol.PAIR, Joiner.DIAL_MAX);
        var connection = transport.connect(dial, Joiner.SILENT);
        try (var stream = connection.open()) {
            return new Run(connection, stream, at, guest).hold(code);
        } finally {
            connection.close(CloseReason.of(CloseCode.DONE, "the run is over"));
        }
    }

    /// One run, and what it has brought so far.
    private final class Run {

        private final Connection connection;
        private final Stream stream;
        private final Endpoint at;
        private final Joiner.Guest guest;
        private final List<SignedStatement> statements = new ArrayList<>();
        private Optional<PoolId> pool = Optional.empty();
        private String check = "";
        private long bytes;

        Run(Connection connection, Stream stream, Endpoint at, Joiner.Guest guest) {
            this.connection = connection;
            this.stream = stream;
            this.at = at;
            this.guest = guest;
        }

        Joiner.Welcome hold(Code code)
                throws NetException, NodeException, NotHereException, InterruptedException {
            var inviter = connection.peer().device();
            var step = GuestRun.begin(pake, new Parties(inviter, guest.keys().id()), code);
            while (true) {
                switch (step.effect()) {
                    case GuestRun.Say(var message) -> {
                        stream.send(message);
                        step = step.next().heard(stream.receive(Joiner.ANSWER_MAX));
                    }
                    case GuestRun.Proved(var words) -> {
                        check = words;
                        step = step.next().ask(self());
                    }
                    case GuestRun.Read(Letter.Page page) -> {
                        take(page);
                        step = step.next().heard(stream.receive(Joiner.ANSWER_MAX));
                    }
                    case GuestRun.Read(Letter.Places(var records)) when pool.isPresent() -> {
                        var id = pool.get();
                        var roster = joiner.roster(id, statements, inviter, guest);
                        var others = Joiner.addresses(records);
                        return new Joiner.Welcome(roster, inviter, at, others, Optional.of(check));
                    }
                    case GuestRun.Read _ -> throw Joiner.unsound(null);
                    case GuestRun.Refused(var why) -> throw refused(why);
                    case GuestRun.Broken(var what) -> throw broken(what);
                }
            }
        }

        private Letter.Ask self() {
            var boxes = Hash.of(guest.keys().boxes().publicKey());
            return new Letter.Ask(boxes, guest.name(), guest.capacity());
        }

        private void take(Letter.Page page) throws NodeException {
            if (pool.filter(known -> !known.equals(page.pool())).isPresent()) {
                throw Joiner.unsound(null);
            }
            pool = Optional.of(page.pool());
            for (var statement : page.statements()) {
                bytes += statement.length;
                statements.add(Joiner.parse(statement));
            }
            if (bytes > Joiner.ROSTER_BYTES_MAX) {
                throw Joiner.unsound(null);
            }
        }

        private NodeException refused(Refusal why) throws NotHereException {
            var problem = TicketBook.problem(why);
            if (TRY_NEXT.contains(why)) {
                throw new NotHereException(problem);
            }
            return new NodeException(problem, null);
        }

        private NotHereException broken(String what) {
            return new NotHereException(
                    new Problem(
                            Problem.Code.REFUSED,
                            "What answers at %s is not the device that shows the code: %s."
                                    .formatted(at, what),
                            "Make sure that it is the inviting device, then invite again: somebody"
                                    + " may be between the two."));
        }
    }
}
