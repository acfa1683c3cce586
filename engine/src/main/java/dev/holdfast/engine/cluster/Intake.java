package dev.holdfast.engine.cluster;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.cluster.RosterTalk.Part;
import dev.holdfast.engine.core.membership.Allowance;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Takes in what peers say of the roster, as much of it as each device may add. Runs in the loop.
final class Intake {

    /// Letters of a device's id that a person is shown.
    private static final int ID_SHOWN = 8;

    private final Hub hub;
    private final RosterTalk talk;
    private final InstantSource clock;
    private final BiConsumer<List<SignedStatement>, Optional<Session>> gossip;
    private Allowance allowance;
    private boolean isPutOff;

    /// @param gossip tells all peers but the one that told
    Intake(
            Hub hub,
            RosterTalk talk,
            InstantSource clock,
            BiConsumer<List<SignedStatement>, Optional<Session>> gossip) {
        this.hub = hub;
        this.talk = talk;
        this.clock = clock;
        this.gossip = gossip;
        allowance = Allowance.of(hub.roster(), clock.instant());
    }

    /// What a peer has said in a session.
    void learn(List<SignedStatement> statements, Session from, Part part) {
        try {
            var accepted = take(statements, from.device());
            gossip.accept(accepted, Optional.of(from));
            if (part == Part.LAST) {
                talk.answered(from, !accepted.isEmpty());
            } else if (part == Part.UNASKED && statements.stream().anyMatch(this::isUnknown)) {
                talk.want(from);
            }
        } catch (NodeException e) {
            hub.trouble(e.problem());
        }
    }

    /// Why a peer has turned this device away.
    void refused(List<SignedStatement> why, DeviceId by) {
        try {
            gossip.accept(take(why, by), Optional.empty());
        } catch (NodeException e) {
            hub.trouble(e.problem());
        }
    }

    private List<SignedStatement> take(List<SignedStatement> came, DeviceId from)
            throws NodeException {
        var fitting = allowance.fitting(hub.roster(), from, came);
        var taken = hub.take(fitting);
        allowance = allowance.with(taken);
        var some = new HashSet<>(fitting);
        var putOff = came.stream().filter(each -> !some.contains(each)).findFirst();
        if (!isPutOff) {
            putOff.flatMap(SignedStatement::signer).ifPresent(this::tell);
        }
        isPutOff |= putOff.isPresent();
        return taken;
    }

    private void tell(DeviceId flooding) {
        hub.trouble(
                new Problem(
                        Problem.Code.REFUSED,
                        flooding.text().substring(0, ID_SHOWN)
                                + " states far more than devices do; the rest is heard later.",
                        "So its id begins, which `holdfast device show NAME` shows. If it is no"
                                + " longer in your hands, remove it: `holdfast device remove"
                                + " NAME`."));
    }

    /// Asks anew for what was put off, once another day has begun.
    void tick() {
        var now = allowance.at(clock.instant());
        boolean isNextDay = !now.equals(allowance);
        allowance = now;
        if (isNextDay && isPutOff) {
            isPutOff = false;
            hub.sessions().forEach(talk::want);
        }
    }

    private boolean isUnknown(SignedStatement statement) {
        return hub.roster().statement(statement.id()).isEmpty();
    }
}
