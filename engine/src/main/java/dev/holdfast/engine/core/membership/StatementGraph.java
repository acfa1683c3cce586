package dev.holdfast.engine.core.membership;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Recovered;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Statements and what each had seen: a graph without cycles whose one root is the genesis.
///
/// A statement is in it once all that it has seen is in it and its signature holds. Both depend on
/// the statement and its past alone, so the order of arrival makes no difference. What is not yet
/// connected waits, up to a limit; peers send it again when it is dropped.
final class StatementGraph {

    /// Most statements that wait for others to arrive.
    static final int WAITING_MAX = 1024;

    /// Most bytes of them: nobody has checked who signed them.
    static final int WAITING_BYTES_MAX = 4 << 20;

    /// One statement in its place.
    ///
    /// @param depth statements on the longest way back to the genesis
    /// @param past indexes of all that it follows, and its own
    record Node(SignedStatement statement, int index, int depth, BitSet past) {}

    /// Causes before effects; the same on every device.
    static final Comparator<Node> CANONICAL =
            Comparator.comparingInt(Node::depth).thenComparing(node -> node.statement().id());

    private final PoolId pool;
    private final List<Node> nodes;
    private final Map<Hash, Node> byId;
    private final Map<DeviceId, Opaque> keys;
    private final Map<Hash, SignedStatement> waiting;

    StatementGraph(PoolId pool) {
        this.pool = pool;
        nodes = new ArrayList<>();
        byId = new HashMap<>();
        keys = new HashMap<>();
        waiting = new LinkedHashMap<>();
    }

    private StatementGraph(StatementGraph from) {
        pool = from.pool;
        nodes = new ArrayList<>(from.nodes);
        byId = new HashMap<>(from.byId);
        keys = new HashMap<>(from.keys);
        waiting = new LinkedHashMap<>(from.waiting);
    }

    /// This graph and what of `more` belongs to it.
    StatementGraph with(Collection<SignedStatement> more, SignatureCheck check) {
        var next = new StatementGraph(this);
        var arrived = new LinkedHashMap<>(next.waiting);
        more.stream()
                .filter(s -> s.pool().equals(pool) && !byId.containsKey(s.id()))
                .forEach(s -> arrived.putIfAbsent(s.id(), s));
        next.waiting.clear();
        next.connect(arrived.values(), check);
        return next;
    }

    /// Takes rounds until one brings nothing in: each statement's causes come in before it.
    private void connect(Collection<SignedStatement> arrived, SignatureCheck check) {
        var lacking = new HashMap<Object, List<SignedStatement>>();
        var ready = new ArrayDeque<>(arrived);
        while (!ready.isEmpty()) {
            var statement = ready.poll();
            var lack = lack(statement);
            if (lack.isPresent()) {
                lacking.computeIfAbsent(lack.get(), _ -> new ArrayList<>()).add(statement);
            } else if (!byId.containsKey(statement.id()) && isSigned(statement, check)) {
                add(statement);
                released(statement).stream()
                        .map(lacking::remove)
                        .filter(waiters -> waiters != null)
                        .forEach(ready::addAll);
            }
        }
        keepWaiting(lacking.values().stream().flatMap(List::stream).toList());
    }

    private void keepWaiting(List<SignedStatement> unconnected) {
        int bytes = 0;
        for (var statement : unconnected) {
            bytes += statement.length();
            if (waiting.size() == WAITING_MAX || bytes > WAITING_BYTES_MAX) {
                return;
            }
            waiting.put(statement.id(), statement);
        }
    }

    /// The first thing that a statement waits for: the id of one it has seen, or the device that
    /// signed it when that one's key is not known.
    private Optional<Object> lack(SignedStatement statement) {
        for (var seen : statement.heading().seen()) {
            if (!byId.containsKey(seen)) {
                return Optional.of(seen);
            }
        }
        return statement.signer().filter(signer -> !keys.containsKey(signer)).map(s -> s);
    }

    private static List<Object> released(SignedStatement statement) {
        var released = new ArrayList<Object>();
        released.add(statement.id());
        introduced(statement).ifPresent(card -> released.add(card.id()));
        return released;
    }

    private boolean isSigned(SignedStatement statement, SignatureCheck check) {
        return statement.signer().map(keys::get).or(() -> root(statement)).stream()
                .anyMatch(key -> statement.isSignedBy(key, check));
    }

    private Optional<Opaque> root(SignedStatement statement) {
        var genesis = nodes.isEmpty() ? statement : nodes.getFirst().statement();
        return genesis.statement() instanceof Genesis g
                ? Optional.of(g.root().signing())
                : Optional.empty();
    }

    private void add(SignedStatement statement) {
        int index = nodes.size();
        int depth = 0;
        var past = new BitSet(index + 1);
        past.set(index);
        for (var seen : statement.heading().seen()) {
            var cause = requireNonNull(byId.get(seen));
            depth = Math.max(depth, cause.depth() + 1);
            past.or(cause.past());
        }
        var node = new Node(statement, index, depth, past);
        nodes.add(node);
        byId.put(statement.id(), node);
        introduced(statement).ifPresent(card -> keys.put(card.id(), card.keys().signing()));
    }

    /// The device that a statement would let in, whether or not it may.
    static Optional<DeviceCard> introduced(SignedStatement statement) {
        return switch (statement.statement()) {
            case Genesis genesis -> Optional.of(genesis.first());
            case Admitted admitted -> Optional.of(admitted.card());
            case Recovered recovered -> Optional.of(recovered.card());
            default -> Optional.empty();
        };
    }

    Optional<Node> node(Hash id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    int size() {
        return nodes.size();
    }

    int waiting() {
        return waiting.size();
    }

    /// In the order of arrival, causes first.
    List<SignedStatement> statements() {
        return nodes.stream().map(Node::statement).toList();
    }

    List<Node> canonical() {
        return nodes.stream().sorted(CANONICAL).toList();
    }

    /// The statements that no other has seen, in ascending order.
    List<Hash> heads() {
        var heads = new TreeSet<>(byId.keySet());
        nodes.forEach(node -> heads.removeAll(node.statement().heading().seen()));
        return List.copyOf(heads);
    }

    /// At most `max` heads, in ascending order: of more, first those that together follow most of
    /// `weighty`, the indexes of statements.
    List<Hash> heads(int max, Supplier<BitSet> weighty) {
        var heads = heads();
        if (heads.size() <= max) {
            return heads;
        }
        var left = new ArrayList<Node>();
        heads.forEach(id -> left.add(requireNonNull(byId.get(id))));
        var lacking = weighty.get();
        var chosen = new TreeSet<Hash>();
        while (chosen.size() < max) {
            var next = lacking.isEmpty() ? left.getFirst() : most(left, lacking);
            left.remove(next);
            lacking.andNot(next.past());
            chosen.add(next.statement().id());
        }
        return List.copyOf(chosen);
    }

    private static Node most(List<Node> nodes, BitSet wanted) {
        return Collections.max(
                nodes,
                Comparator.comparingInt(
                        node -> {
                            var follows = (BitSet) wanted.clone();
                            follows.and(node.past());
                            return follows.cardinality();
                        }));
    }

    /// What follows none of `ids` and is none of them, causes first. Unknown ids count for nothing.
    List<SignedStatement> beyond(Collection<Hash> ids) {
        var known = past(ids);
        return nodes.stream()
                .filter(node -> !known.get(node.index()))
                .map(Node::statement)
                .toList();
    }

    /// What leads to `end`, itself included, and is not in the past of `ids`, causes first.
    List<SignedStatement> between(Collection<Hash> ids, Hash end) {
        var wanted = past(List.of(end));
        wanted.andNot(past(ids));
        return nodes.stream()
                .filter(node -> wanted.get(node.index()))
                .map(Node::statement)
                .toList();
    }

    private BitSet past(Collection<Hash> ids) {
        var past = new BitSet();
        ids.stream().map(byId::get).filter(node -> node != null).forEach(n -> past.or(n.past()));
        return past;
    }

    /// The heads, and statements ever further back: enough for a peer to find where two graphs part
    /// without naming every statement.
    List<Hash> landmarks(int max, Supplier<BitSet> weighty) {
        var landmarks = new TreeSet<>(heads(max / 2, weighty));
        for (int back = 1; back <= nodes.size() && landmarks.size() < max; back *= 2) {
            landmarks.add(nodes.get(nodes.size() - back).statement().id());
        }
        return List.copyOf(landmarks);
    }
}
