package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.StatementGraph.Node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How two devices of one pool meet when one was admitted where the other has not heard of it.
///
/// Each admission on the way is signed by an owner that the verifier knows, or that an earlier
/// admission of the chain made one. The rest of what those statements had seen comes afterwards, by
/// the exchange of statements, and the fold then has the last word.
final class AdmissionChain {

    private final Roster roster;
    private final SignatureCheck check;
    private final Map<DeviceId, Device> shown = new HashMap<>();

    AdmissionChain(Roster roster, SignatureCheck check) {
        this.roster = roster;
        this.check = check;
    }

    /// What makes `id` a device of the pool, causes first.
    static List<SignedStatement> of(Judgement judgement, DeviceId id) {
        var links = new TreeSet<>(StatementGraph.CANONICAL);
        judgement.placings(id).forEach(placing -> collect(judgement, placing, links));
        judgement.admission(id).ifPresent(admission -> collect(judgement, admission, links));
        return links.stream().map(Node::statement).toList();
    }

    /// Adds a statement and what gave its signer the right to make it.
    private static void collect(Judgement judgement, Node link, Set<Node> links) {
        var signer = link.statement().signer();
        if (links.add(link) && signer.isPresent()) {
            Stream.concat(
                            judgement.placings(signer.get()).stream(),
                            judgement.admission(signer.get()).stream())
                    .filter(cause -> link.past().get(cause.index()))
                    .forEach(cause -> collect(judgement, cause, links));
        }
    }

    Optional<Device> judge(DeviceId presented, List<SignedStatement> chain) {
        int length = chain.stream().mapToInt(SignedStatement::length).sum();
        if (length > Roster.CHAIN_BYTES_MAX || roster.device(presented).isPresent()) {
            return roster.device(presented).filter(Device::isAdmitted);
        }
        var unknown = chain.stream().filter(s -> roster.statement(s.id()).isEmpty()).toList();
        boolean holds = unknown.stream().allMatch(this::take);
        return holds ? Optional.ofNullable(shown.get(presented)) : Optional.empty();
    }

    private boolean take(SignedStatement signed) {
        if (!signed.pool().equals(roster.pool()) || !isGoverned(signed)) {
            return false;
        }
        return switch (signed.statement()) {
            case Admitted(var card, var role, _, _) -> admit(card, role);
            case Recovered(var card, _, _, _) ->
                    signed.signer().isEmpty() && admit(card, Role.OWNER);
            case Changed(var id, Placed(var role)) ->
                    device(id).map(d -> show(d.with(role))).orElse(false);
            default -> false;
        };
    }

    private boolean admit(DeviceCard card, Role role) {
        return roster.device(card.id()).map(Device::isAdmitted).orElse(true)
                && show(Device.admitted(card, role, Device.Standing.ADMITTED));
    }

    private boolean show(Device device) {
        shown.put(device.id(), device);
        return true;
    }

    /// True when the root signed, or a device that this side holds to be an owner.
    private boolean isGoverned(SignedStatement signed) {
        if (signed.signer().isEmpty()) {
            return signed.isSignedBy(roster.root().signing(), check);
        }
        return device(signed.signer().get())
                .filter(signer -> signer.isAdmitted() && signer.role().mayGovern())
                .filter(signer -> signed.isSignedBy(key(signer), check))
                .isPresent();
    }

    private Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(shown.get(id)).or(() -> roster.device(id));
    }

    private static Opaque key(Device device) {
        return device.card().keys().signing();
    }
}
