package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.StatementGraph.Node;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The devices of a pool, as its statements leave them. A value: more statements give another one.
///
/// Folding is a pure function of the *set* of statements. In whatever order and however often they
/// come, every device that has the same ones has the same roster.
public final class Roster {

    /// Most bytes of statements by which an unknown device may make itself known.
    public static final int CHAIN_BYTES_MAX = 64 << 10;

    /// Most statement ids by which two peers find out what one lacks.
    public static final int HAVES_MAX = 128;

    /// An epoch: a secret, named by the statement that began it.
    ///
    /// @param depth epochs on the longest way back to the first
    /// @param wrapped the epochs it follows, whose secrets open with this one's
    /// @param holders all devices that can have learnt its secret, removed ones among them
    public record Epoch(Hash id, int depth, List<Hash> wrapped, Set<DeviceId> holders) {}

    /// How a device was put out: the statement, and what it says.
    public record Revocation(SignedStatement by, Statement.Revoked says) {}

    private final StatementGraph graph;
    private final Judgement judgement;
    private final Map<DeviceId, Device> devices;
    private final List<Epoch> epochs;

    private Roster(StatementGraph graph) {
        this.graph = graph;
        var lenient = Judgement.lenient(graph);
        judgement = Judgement.strict(graph, lenient);
        devices = Devices.of(judgement, lenient);
        epochs = Epochs.of(judgement.acceptedIn(lenient));
    }

    /// The roster that `statements` make. Those of other pools, forged ones, and ones whose past is
    /// not all there count for nothing.
    ///
    /// @throws MalformedException when the pool's own genesis is not among them
    public static Roster fold(
            PoolId pool, Collection<SignedStatement> statements, SignatureCheck check)
            throws MalformedException {
        var graph = new StatementGraph(pool).with(statements, check);
        if (graph.isEmpty()) {
            throw new MalformedException("no genesis of pool " + pool);
        }
        return new Roster(graph);
    }

    /// The roster with `more`, in any order. Signatures already checked are not checked again.
    public Roster with(Collection<SignedStatement> more, SignatureCheck check) {
        var next = graph.with(more, check);
        return next.size() == graph.size() && next.waiting() == graph.waiting()
                ? this
                : new Roster(next);
    }

    public PoolId pool() {
        return genesis().pool();
    }

    public Statement.Settings settings() {
        return ((Genesis) genesis().statement()).settings();
    }

    public Statement.Root root() {
        return ((Genesis) genesis().statement()).root();
    }

    private SignedStatement genesis() {
        return graph.statements().getFirst();
    }

    /// All devices ever named, the most senior first, whatever their standing.
    public List<Device> devices() {
        return List.copyOf(devices.values());
    }

    public Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    /// The devices that belong to the pool, the most senior first.
    public List<Device> admitted() {
        return devices.values().stream().filter(Device::isAdmitted).toList();
    }

    public boolean isAdmitted(DeviceId id) {
        return device(id).filter(Device::isAdmitted).isPresent();
    }

    /// The devices of the pool that the others do without: nobody waits for them, and their copies
    /// do not count.
    public Set<DeviceId> parked() {
        return admitted().stream()
                .filter(device -> device.duty().isParked())
                .map(Device::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// How a device was put out; empty when it was not.
    public Optional<Revocation> revocation(DeviceId id) {
        return judgement.cut(id).map(cut -> new Revocation(cut.by(), cut.revocation()));
    }

    /// The last statement of a device that counts: what a revocation of it names.
    public Optional<SignedStatement> lastOf(DeviceId id) {
        return judgement.accepted().stream()
                .filter(statement -> statement.signer().equals(Optional.of(id)))
                .reduce((_, later) -> later);
    }

    /// The statement that let a device in; empty when none that counts did.
    public Optional<SignedStatement> admission(DeviceId id) {
        return judgement.admission(id).map(Node::statement);
    }

    /// Every epoch, the one to prefer last.
    public List<Epoch> epochs() {
        return epochs;
    }

    /// The epochs that no other wraps. Their secrets open all others.
    public List<Epoch> leaves() {
        var wrapped = new HashSet<Hash>();
        epochs.forEach(epoch -> wrapped.addAll(epoch.wrapped()));
        return epochs.stream().filter(epoch -> !wrapped.contains(epoch.id())).toList();
    }

    /// The epoch that `writer` seals with. Empty when every epoch it holds is known to a device
    /// that may no longer read: it then waits until an owner rotates or keys.
    public Optional<Epoch> writable(DeviceId writer) {
        return epochs.stream()
                .filter(epoch -> epoch.holders().contains(writer))
                .filter(epoch -> epoch.holders().stream().allMatch(this::mayRead))
                .reduce((_, better) -> better);
    }

    /// True when no epoch is safe to write under, so that an owner must rotate.
    public boolean needsRotation() {
        return epochs.stream().noneMatch(e -> e.holders().stream().allMatch(this::mayRead));
    }

    /// The devices that should hold an epoch's secret and were not given it.
    public List<Device> lacking(Epoch epoch) {
        return admitted().stream()
                .filter(d -> d.mayHoldSecrets() && !epoch.holders().contains(d.id()))
                .toList();
    }

    private boolean mayRead(DeviceId id) {
        return device(id).filter(Device::mayHoldSecrets).isPresent();
    }

    /// The heading of the next statement by `signer`; empty for the root.
    public Heading heading(Optional<DeviceId> signer) {
        var seen = graph.heads(Heading.SEEN_MAX, () -> judgement.weighty(signer));
        return new Heading(Optional.of(pool()), signer, seen);
    }

    /// At most `max` heads, in ascending order. Of more, those from which a peer hears all that
    /// counts for others: whoever floods the roster must not hide it.
    public List<Hash> foremost(int max) {
        return graph.heads(max, () -> judgement.weighty(Optional.empty()));
    }

    /// The statements that no other has seen, in ascending order.
    public List<Hash> heads() {
        return graph.heads();
    }

    /// Every statement, refused ones too, causes first: what is kept and sent on.
    public List<SignedStatement> statements() {
        return graph.statements();
    }

    public Optional<SignedStatement> statement(Hash id) {
        return graph.node(id).map(Node::statement);
    }

    /// True when a statement is here and counts: its signer had the right, and is not put out
    /// since.
    public boolean isAccepted(Hash id) {
        return graph.node(id).filter(judgement::accepts).isPresent();
    }

    /// The recoveries of which no owner has said yet that they are over, causes first. While there
    /// is one, nothing that is deleted goes for good: what survived may not all be here.
    public List<Hash> unreleased() {
        var accepted = judgement.accepted();
        var over =
                accepted.stream()
                        .filter(signed -> signed.statement() instanceof Statement.Released)
                        .map(signed -> ((Statement.Released) signed.statement()).recovery())
                        .collect(Collectors.toSet());
        return accepted.stream()
                .filter(signed -> signed.statement() instanceof Statement.Recovered)
                .map(SignedStatement::id)
                .filter(id -> !over.contains(id))
                .toList();
    }

    /// What to tell a peer so that it can work out what this side lacks: the heads, and a few
    /// statements ever further back.
    public List<Hash> haves() {
        return graph.landmarks(HAVES_MAX, () -> judgement.weighty(Optional.empty()));
    }

    /// What a peer lacks that has `theirs` and all that those had seen, causes first.
    public List<SignedStatement> missing(Collection<Hash> theirs) {
        return graph.beyond(theirs);
    }

    /// What a device lacks that has `theirs` to see that it was put out, causes first.
    public List<SignedStatement> farewell(DeviceId removed, Collection<Hash> theirs) {
        return revocation(removed)
                .map(revocation -> graph.between(theirs, revocation.by().id()))
                .orElseGet(List::of);
    }

    /// True when every one of `theirs` is here, so that the peer can have nothing further.
    public boolean has(Collection<Hash> theirs) {
        return theirs.stream().allMatch(id -> graph.node(id).isPresent());
    }

    /// The statements by which a device shows a peer that never heard of it why it belongs: its
    /// admission, that of its admitter, and so on back to the first device, causes first.
    public List<SignedStatement> chain(DeviceId id) {
        return AdmissionChain.of(judgement, id);
    }

    /// Judges an unknown device by the chain it presents, as one would by the fold that the chain's
    /// statements will be part of; this roster's own revocations apply. Empty: turn it away.
    public Optional<Device> judge(
            DeviceId presented, List<SignedStatement> chain, SignatureCheck check) {
        return new AdmissionChain(this, check).judge(presented, chain);
    }
}
