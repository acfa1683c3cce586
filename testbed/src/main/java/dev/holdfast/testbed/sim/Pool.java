package dev.holdfast.testbed.sim;

import dev.holdfast.engine.admission.Governor.Newcomer;
import dev.holdfast.engine.admission.Rulings;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.repair.RepairPolicy;
import dev.holdfast.engine.crypto.Founding;
import dev.holdfast.engine.wal.JournalException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pool of whole devices in virtual time, in one thread, from one seed.
final class Pool {

    /// Ten minutes of silence make a device count as gone; one minute when a chunk is in danger.
    static final RepairPolicy POLICY =
            new RepairPolicy(
                    Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofSeconds(30), 1 << 20);

    static final Health.Settings HEALTH =
            new Health.Settings(Duration.ofSeconds(15), POLICY.urgentAfter(), POLICY.repairAfter());

    static final VolumeId FILES = new VolumeId(Toy.hash("files"));

    /// What right clocks show when a run begins.
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /// What they show where the last version of each day is kept: a day ends while people work.
    private static final Instant EVENING = BEGINNING.minus(Duration.ofMinutes(15));

    /// What a device contributes, in bytes.
    static final long CAPACITY = 1L << 30;

    private static final Duration ACCOUNT_EVERY = Duration.ofMinutes(1);

    private final Timeline timeline;
    private final Net net;
    private final Mutant mutant;
    private final Duration daily;
    private final Promises promises;
    private final Map<DeviceId, Machine> machines = new LinkedHashMap<>();
    private final List<String> story = new ArrayList<>();
    private final PoolId id;
    private long sessions;

    Pool(long seed, Mutant mutant, List<String> names) {
        this(seed, mutant, names, Set.of(), Duration.ZERO);
    }

    /// @param keepers those of the names that are given no secret
    /// @param daily how long the last version of each day is kept
    Pool(long seed, Mutant mutant, List<String> names, Set<String> keepers, Duration daily) {
        timeline = new Timeline(seed);
        net = new Net(timeline);
        this.mutant = mutant;
        this.daily = daily;
        promises = new Promises(this);
        names.stream().map(name -> new Machine(this, name)).forEach(this::add);
        var statements = found(List.copyOf(machines.values()), keepers);
        id = statements.getFirst().pool();
        machines.values().forEach(machine -> install(machine, statements));
        machines.values().forEach(Machine::start);
        machines.values().iterator().next().life().ifPresent(this::makeVolume);
        account();
    }

    private void makeVolume(Life life) {
        var days = mutant == Mutant.FORGETS_DAYS ? Duration.ZERO : daily;
        var spec = new VolumeSpec(Layout.FACTOR_DEFAULT, 0, 1, Collecting.KEEP, days);
        life.run(
                () ->
                        life.person()
                                .write(
                                        new VolumeId(id.hash()),
                                        edits ->
                                                edits.write(
                                                        new EntryPath("files"),
                                                        new Entry.Volume(spec),
                                                        FILES.hash())));
    }

    private void add(Machine machine) {
        machines.put(machine.id(), machine);
    }

    private static List<SignedStatement> found(List<Machine> all, Set<String> keepers) {
        var first = all.getFirst();
        var root = new Toy.Keys("the root");
        var genesis = new Founding(first.toString(), CAPACITY).genesis(first.tools(), root);
        try {
            var roster = Roster.fold(genesis.pool(), List.of(genesis), Toy.SIGNATURES::verify);
            for (var guest : all.subList(1, all.size())) {
                var plain = keepers.contains(guest.toString()) ? Role.KEEPER : Role.MEMBER;
                var role = guest == all.get(1) ? Role.OWNER : plain;
                var admission = new Rulings(first.tools()).admission(roster, newcomer(guest), role);
                var heading = roster.heading(Optional.of(first.id()));
                var signed =
                        SignedStatement.sign(heading, admission.getFirst(), first.keys()::sign);
                roster = roster.with(List.of(signed), Toy.SIGNATURES::verify);
            }
            return roster.statements();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Newcomer newcomer(Machine guest) {
        return new Newcomer(guest.keys().publicHalves(), guest.toString(), CAPACITY);
    }

    /// What a device has when it begins: the roster, and an actor to write as.
    private void install(Machine machine, List<SignedStatement> statements) {
        var records = new ArrayList<JournalRecord>();
        statements.forEach(each -> records.add(new StatementAccepted(each.toBytes())));
        records.add(new IncarnationDrawn(new Actor(machine.id(), bits256().w0())));
        var journal = machine.disk().journal();
        try {
            for (var record : records) {
                journal.append(record.type(), record.toBytes());
            }
            machine.isReady();
        } catch (JournalException e) {
            throw new AssertionError(e);
        }
    }

    /// A machine of that name joins, and begins with what its sponsor knows.
    void joins(String name, Life sponsor) {
        var machine = new Machine(this, name);
        add(machine);
        sponsor.state(
                new Rulings(sponsor.machine().tools())
                        .admission(sponsor.roster(), newcomer(machine), Role.MEMBER));
        if (sponsor.isAlive()) {
            install(machine, sponsor.roster().statements());
            machine.start();
        }
    }

    private void account() {
        promises.account();
        timeline.in(ACCOUNT_EVERY, "names are accounted for", this::account);
    }

    /// Lets time pass, and looks after each step whether everything promised is kept.
    void passes(Duration time) {
        timeline.runUntil(timeline.now().plus(time), promises::check);
    }

    void tell(Machine machine, String what) {
        story.add(
                "%s  %-4s %s"
                        .formatted(
                                clock(Duration.between(Instant.EPOCH, timeline.now())),
                                machine,
                                what));
    }

    static String clock(Duration since) {
        return "%02d:%02d:%02d.%03d"
                .formatted(
                        since.toHours(),
                        since.toMinutesPart(),
                        since.toSecondsPart(),
                        since.toMillisPart());
    }

    /// Faults end, and whoever is off comes back.
    void rest() {
        net.mendAll();
        for (var machine : machines()) {
            machine.disk().isFull(false);
            machine.disk().isSound();
            machine.start();
        }
    }

    List<String> story() {
        return List.copyOf(story);
    }

    /// What a right clock shows now.
    Instant wall() {
        var beginning = daily.isZero() ? BEGINNING : EVENING;
        return beginning.plus(Duration.between(Instant.EPOCH, timeline.now()));
    }

    Duration daily() {
        return daily;
    }

    Session session(Life dialler, Life dialled) {
        return new Session(this, ++sessions, dialler, dialled);
    }

    Machine machine(DeviceId device) {
        return Optional.ofNullable(machines.get(device)).orElseThrow();
    }

    Optional<Machine> named(String name) {
        return machines.values().stream().filter(m -> m.toString().equals(name)).findFirst();
    }

    /// The machines on whose disks a file's content is, off or on.
    List<String> holders(String content) {
        var chunk = new ChunkId(Toy.hash(content));
        return machines.values().stream()
                .filter(machine -> !machine.isGone() && machine.disk().held().contains(chunk))
                .map(Machine::toString)
                .toList();
    }

    List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    Hash bits256() {
        var bytes = new byte[Hash.BYTES];
        timeline.fill(bytes);
        return Hash.of(bytes);
    }

    Duration delay(Duration max) {
        return timeline.delayUpTo(max);
    }

    Timeline timeline() {
        return timeline;
    }

    Net net() {
        return net;
    }

    Layouts layouts() {
        return Layouts.SHARED;
    }

    Mutant mutant() {
        return mutant;
    }

    Promises promises() {
        return promises;
    }

    PoolId id() {
        return id;
    }
}
