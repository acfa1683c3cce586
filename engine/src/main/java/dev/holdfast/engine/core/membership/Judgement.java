package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Claimed;
import dev.holdfast.engine.core.membership.Statement.Draining;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Granted;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Named;
import dev.holdfast.engine.core.membership.Statement.Parked;
import dev.holdfast.engine.core.membership.Statement.Placed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Released;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.core.membership.StatementGraph.Node;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which statements count, given who has been put out so far.
///
/// Each is judged by its own past: the signer was admitted in it, and had the right by the role it
/// had there. Only a revocation reaches a statement that has not seen it, and then by naming where
/// the signer's word ends.
final class Judgement {

    /// Where the word of a device that was put out ends: only what is in `past` counts.
    record Cut(SignedStatement by, Revoked revocation, BitSet past) {}

    /// That a device is to be put out: the statement, and what it says of that device.
    private record Order(Node by, Revoked revoked) {

        /// The root is before everybody.
        int rank(Map<DeviceId, Integer> ranks) {
            return by.statement()
                    .signer()
                    .map(signer -> ranks.getOrDefault(signer, Integer.MAX_VALUE))
                    .orElse(Integer.MIN_VALUE);
        }
    }

    private final StatementGraph graph;
    private final List<Node> order;
    private final Map<DeviceId, Integer> ranks;
    private final Map<DeviceId, Cut> cuts;
    private final BitSet accepted = new BitSet();
    private final Map<DeviceId, List<Node>> admissions = new LinkedHashMap<>();
    private final Map<DeviceId, List<Node>> placings = new HashMap<>();

    private Judgement(StatementGraph graph, Map<DeviceId, Integer> ranks, Map<DeviceId, Cut> cuts) {
        this.graph = graph;
        this.order = graph.canonical();
        this.ranks = new HashMap<>(ranks);
        this.cuts = cuts;
        order.stream().filter(this::mayStand).forEach(this::accept);
    }

    /// As if nobody had been put out.
    static Judgement lenient(StatementGraph graph) {
        return new Judgement(graph, Map.of(), Map.of());
    }

    /// With every revocation that takes effect: the root's first, then by the seniority of the
    /// signer, then by id. One that took effect stands, whatever a later one does to its signer.
    static Judgement strict(StatementGraph graph, Judgement lenient) {
        var ranks = lenient.ranks;
        var judgement = new Judgement(graph, ranks, Map.of());
        for (var order : orders(judgement, ranks)) {
            var revoked = order.revoked();
            if (judgement.accepts(order.by()) && !judgement.cuts.containsKey(revoked.device())) {
                var cuts = new HashMap<>(judgement.cuts);
                cuts.put(revoked.device(), cut(graph, order.by().statement(), revoked));
                judgement = new Judgement(graph, ranks, cuts);
            }
        }
        return judgement;
    }

    private static List<Order> orders(Judgement judgement, Map<DeviceId, Integer> ranks) {
        return judgement.order.stream()
                .flatMap(node -> putOut(node).map(revoked -> new Order(node, revoked)))
                .sorted(
                        Comparator.comparingInt((Order o) -> o.rank(ranks))
                                .thenComparing(o -> o.by().statement().id()))
                .toList();
    }

    private static Stream<Revoked> putOut(Node node) {
        return switch (node.statement().statement()) {
            case Revoked revoked -> Stream.of(revoked);
            case Recovered recovered -> recovered.putOut().stream();
            default -> Stream.of();
        };
    }

    private static Cut cut(StatementGraph graph, SignedStatement by, Revoked revoked) {
        var past = revoked.last().flatMap(graph::node).map(Node::past).orElseGet(BitSet::new);
        return new Cut(by, revoked, past);
    }

    boolean accepts(Node node) {
        return accepted.get(node.index());
    }

    /// The accepted statements, causes first, in the same order on every device.
    List<SignedStatement> accepted() {
        return acceptedIn(this);
    }

    /// What this or `other` accepts, in the same order.
    List<SignedStatement> acceptedIn(Judgement other) {
        return order.stream()
                .filter(node -> accepts(node) || other.accepts(node))
                .map(Node::statement)
                .toList();
    }

    /// The accepted statements that say something of others than their signer, those of `own`, and
    /// the last of each device: what puts it out names that one.
    BitSet weighty(Optional<DeviceId> own) {
        var weighty = new BitSet();
        var last = new HashMap<Optional<DeviceId>, Integer>();
        for (var node : order) {
            var signer = node.statement().signer();
            if (accepts(node)) {
                last.put(signer, node.index());
                weighty.set(node.index(), !isOfItself(node) || signer.equals(own));
            }
        }
        last.values().forEach(weighty::set);
        return weighty;
    }

    private static boolean isOfItself(Node node) {
        return node.statement().statement() instanceof Changed(var device, _)
                && node.statement().signer().equals(Optional.of(device));
    }

    Optional<Cut> cut(DeviceId device) {
        return Optional.ofNullable(cuts.get(device));
    }

    /// The devices that some admission names which counts or would if nobody had been put out, the
    /// most senior first.
    List<DeviceId> known() {
        return ranks.keySet().stream().sorted(Comparator.comparing(ranks::get)).toList();
    }

    Optional<Node> admission(DeviceId device) {
        return Optional.ofNullable(admissions.get(device)).map(List::getFirst);
    }

    /// The accepted changes of a device's role.
    List<Node> placings(DeviceId device) {
        return placings.getOrDefault(device, List.of());
    }

    private void accept(Node node) {
        accepted.set(node.index());
        StatementGraph.introduced(node.statement())
                .ifPresent(
                        card -> {
                            note(admissions, card.id(), node);
                            ranks.putIfAbsent(card.id(), rank(node));
                        });
        if (node.statement().statement() instanceof Changed(var device, Placed _)) {
            note(placings, device, node);
        }
    }

    /// Devices are senior in the order of their admission, but whom the root lets in after a loss
    /// comes before all that are there: it can put out whoever stays away.
    private int rank(Node node) {
        boolean isRecovery = node.statement().statement() instanceof Recovered;
        return isRecovery ? -1 - ranks.size() : ranks.size();
    }

    private static void note(Map<DeviceId, List<Node>> notes, DeviceId device, Node node) {
        notes.computeIfAbsent(device, _ -> new ArrayList<>()).add(node);
    }

    private boolean mayStand(Node node) {
        var signer = node.statement().signer();
        if (signer.isEmpty()) {
            return isSound(node);
        }
        var cut = cuts.get(signer.get());
        return (cut == null || cut.past().get(node.index()))
                && roleAt(signer.get(), node)
                        .map(role -> mayState(signer.get(), role, node))
                        .orElse(false)
                && isSound(node);
    }

    /// What a statement speaks of is in its past.
    private boolean isSound(Node node) {
        return switch (node.statement().statement()) {
            case Genesis _ -> true;
            case Admitted s -> areEpochs(s.epochs(), node);
            case Changed s -> roleAt(s.device(), node).isPresent();
            case Revoked s -> isSound(s, node);
            case Recovered s ->
                    areEpochs(s.epochs(), node)
                            && s.putOut().stream().allMatch(revoked -> isSound(revoked, node))
                            && s.putOut().stream().noneMatch(r -> r.device().equals(s.card().id()));
            case Released s -> isPast(s.recovery(), node) && isRecovery(s.recovery());
            case Rotated s -> !s.wrapped().isEmpty() && areEpochs(s.wrapped(), node);
            case Keyed s -> areEpochs(List.of(s.epoch()), node);
        };
    }

    private boolean isSound(Revoked revoked, Node node) {
        return isKnown(revoked.device(), node)
                && revoked.last().stream().allMatch(last -> isPast(last, node));
    }

    private boolean mayState(DeviceId signer, Role role, Node node) {
        return switch (node.statement().statement()) {
            case Genesis _, Recovered _ -> false;
            case Admitted _, Rotated _, Keyed _, Released _ -> role.mayGovern();
            case Revoked s -> role.mayGovern() && isSenior(signer, s.device());
            case Changed(var device, Named _) -> role.mayGovern() || signer.equals(device);
            case Changed(var device, Claimed _) -> role.mayGovern() || signer.equals(device);
            case Changed(_, Granted _) -> role.mayGovern();
            case Changed(var device, Draining(var drain)) when drain == Device.Drain.DONE ->
                    signer.equals(device);
            case Changed(var device, Draining _) -> role.mayGovern() || signer.equals(device);
            case Changed(var device, Parked(var isParked)) ->
                    role.mayGovern() || (!isParked && signer.equals(device));
            case Changed(var device, Placed _) -> role.mayGovern() && isSenior(signer, device);
        };
    }

    private boolean isSenior(DeviceId signer, DeviceId other) {
        return ranks.getOrDefault(signer, Integer.MAX_VALUE)
                < ranks.getOrDefault(other, Integer.MAX_VALUE);
    }

    private Optional<Role> roleAt(DeviceId device, Node node) {
        var placing = placings(device).stream().filter(p -> isBefore(p, node)).toList();
        var admission =
                admissions.getOrDefault(device, List.of()).stream()
                        .filter(a -> isBefore(a, node))
                        .findFirst();
        return admission.map(a -> placing.isEmpty() ? role(a) : role(placing.getLast()));
    }

    private static boolean isBefore(Node cause, Node node) {
        return cause.index() != node.index() && node.past().get(cause.index());
    }

    static Role role(Node node) {
        return switch (node.statement().statement()) {
            case Admitted admitted -> admitted.role();
            case Changed(_, Placed(var role)) -> role;
            default -> Role.OWNER;
        };
    }

    /// True when the node follows an admission of the device, accepted or not: who is quarantined
    /// can still be put out for good.
    private boolean isKnown(DeviceId device, Node node) {
        return order.stream()
                .filter(n -> isBefore(n, node))
                .flatMap(n -> StatementGraph.introduced(n.statement()).stream())
                .anyMatch(card -> card.id().equals(device));
    }

    private boolean isPast(Hash id, Node node) {
        return graph.node(id).filter(cause -> isBefore(cause, node)).isPresent();
    }

    /// True when each id is of a beginning of an epoch that the node follows. Whether that
    /// beginning counts is of no matter here: who names it may not have heard of a revocation.
    private boolean areEpochs(List<Hash> ids, Node node) {
        return ids.stream().allMatch(id -> isPast(id, node) && isEpoch(id));
    }

    private boolean isEpoch(Hash id) {
        var statement = graph.node(id).map(n -> n.statement().statement());
        return statement.filter(s -> s instanceof Genesis || s instanceof Rotated).isPresent();
    }

    private boolean isRecovery(Hash id) {
        var statement = graph.node(id).map(n -> n.statement().statement());
        return statement.filter(Recovered.class::isInstance).isPresent();
    }
}
