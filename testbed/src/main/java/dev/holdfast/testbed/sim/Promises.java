package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.Repair.Effect.ReadPage;
import dev.holdfast.engine.core.tree.Shown;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the pool has said to people, and whether it is so. It looks at the disks themselves, also
/// of machines that are off, and believes no book.
final class Promises {

    private final Pool pool;

    /// How many copies each file keeps: as many as its answer said, and no more than its volume
    /// asks for. A stand-in counts in the answer, and may go when the owners have pledged theirs.
    private final Map<Promise, Integer> claimed = new LinkedHashMap<>();

    private final Map<ChunkId, Integer> damages = new TreeMap<>();
    private final Set<ChunkId> lost = new HashSet<>();

    private final History history;

    /// What was acknowledged, was replaced later, and is kept no more.
    private final Set<Promise> over = new HashSet<>();

    private final Set<String> unread = new TreeSet<>();

    /// The batches of devices that were put out which count all the same.
    private final Map<DeviceId, List<LastBatch>> out = new TreeMap<>();

    Promises(Pool pool) {
        this.pool = pool;
        history = new History(pool.daily());
    }

    /// Somebody was told that there are so many copies. A copy is where both bytes and name are.
    void acknowledged(Promise promise, int copies) {
        var chunk = promise.chunk();
        var holders =
                pool.machines().stream()
                        .filter(machine -> !machine.isLost())
                        .filter(machine -> machine.disk().held().contains(chunk))
                        .filter(machine -> isNamedOn(machine, promise))
                        .toList();
        if (holders.size() < copies - damages.getOrDefault(chunk, 0)) {
            throw new BrokenPromise(
                    "%s was acknowledged with %d copies, and only %s have it"
                            .formatted(promise.path(), copies, holders));
        }
        if (!counts(promise.dot())) {
            history.mayBeAdopted(chunk);
            return;
        }
        claimed.put(promise, Math.min(copies, Layout.FACTOR_DEFAULT));
        // Whoever told so may not have heard yet that one of them was put out.
        holders.stream().filter(Machine::isPutOut).forEach(_ -> damaged(chunk));
    }

    private static boolean isNamedOn(Machine machine, Promise promise) {
        return machine.last().stream()
                .map(life -> life.ledger().views().batches())
                .anyMatch(batches -> batches.batch(Pool.FILES, promise.dot()).isPresent());
    }

    /// The copies on disks that are not lost, wherever they are.
    private long copies(ChunkId chunk) {
        return pool.machines().stream()
                .filter(machine -> !machine.isGone())
                .filter(machine -> machine.disk().held().contains(chunk))
                .count();
    }

    /// A copy is destroyed that no rule could have kept.
    void damaged(ChunkId chunk) {
        damages.merge(chunk, 1, Integer::sum);
        if (copies(chunk) == 0) {
            lost.add(chunk);
        }
    }

    /// A machine counts no more, with all it holds.
    void gone(Machine machine) {
        machine.disk().held().ids().forEach(this::damaged);
        claimed.keySet().removeIf(promise -> isNamedNowhere(promise));
    }

    /// The name went with the devices that had it, who were as many as the answer said.
    private boolean isNamedNowhere(Promise promise) {
        long named = pool.machines().stream().filter(m -> isNamedOn(m, promise)).count();
        boolean isLeft =
                pool.machines().stream().anyMatch(m -> !m.isGone() && isNamedOn(m, promise));
        return !isLeft && named >= claimed.getOrDefault(promise, 0);
    }

    /// Devices that a statement has put out count no more, from when it is durable somewhere.
    void putOut(Roster roster) {
        for (var machine : pool.machines()) {
            roster.revocation(machine.id())
                    .filter(_ -> !machine.isPutOut())
                    .ifPresent(
                            by -> {
                                pool.tell(machine, "is put out");
                                machine.putOut();
                                gone(machine);
                                putOut(machine.id(), by.says().batches());
                            });
        }
    }

    /// What a device wrote beyond the batches that its removal names counts for nothing, also what
    /// it goes on to write until it hears of that.
    private void putOut(DeviceId device, List<LastBatch> last) {
        out.put(device, last);
        claimed.keySet().stream()
                .filter(promise -> !counts(promise.dot()))
                .forEach(promise -> history.mayBeAdopted(promise.chunk()));
        claimed.keySet().removeIf(promise -> !counts(promise.dot()));
        history.keep(this::counts);
    }

    private boolean counts(Dot dot) {
        var last = out.get(dot.actor().device());
        return last == null
                || last.stream()
                        .filter(each -> each.incarnation() == dot.actor().incarnation())
                        .anyMatch(each -> each.n() >= dot.n());
    }

    /// After each step: no acknowledged file has fewer copies than were promised, but for those
    /// that were destroyed.
    void check() {
        for (var machine : pool.machines()) {
            var touched = machine.disk().touched();
            if (!touched.isEmpty()) {
                claimed.keySet().stream()
                        .filter(promise -> touched.contains(promise.chunk()))
                        .filter(promise -> !over.contains(promise))
                        .forEach(this::check);
            }
        }
    }

    private void check(Promise promise) {
        var chunk = promise.chunk();
        int must = claimed.getOrDefault(promise, 0) - damages.getOrDefault(chunk, 0);
        long are = copies(chunk);
        if (are < must && !lost.contains(chunk)) {
            throw new BrokenPromise(
                    "%s was promised %d copies, %d were destroyed, and %d are left"
                            .formatted(
                                    promise.path(),
                                    claimed.get(promise),
                                    damages.getOrDefault(chunk, 0),
                                    are));
        }
    }

    /// A device has dropped a copy: as many others as must have pledged theirs have written that
    /// down.
    void dropped(Life by, Parting parting, Hash round) {
        var chunk = parting.chunk().id();
        long pledged =
                pool.machines().stream()
                        .filter(machine -> !machine.equals(by.machine()))
                        .flatMap(machine -> machine.last().stream())
                        .filter(life -> Sight.hasPledged(life, by.id(), chunk, round))
                        .count();
        if (pledged < parting.pledges() && !by.machine().isGone()) {
            throw new BrokenPromise(
                    "%s dropped a copy against %d pledges of %d"
                            .formatted(by, pledged, parting.pledges()));
        }
        pool.tell(by.machine(), "drops a copy that " + pledged + " others have pledged");
    }

    History history() {
        return history;
    }

    /// Somebody has replaced or removed a version.
    void replaced(EntryVersion version) {
        boolean isLastOfDay =
                version.entry().cause().stamp().day()
                        != new Hlc(pool.wall().toEpochMilli(), 0).day();
        Sight.chunk(version)
                .filter(_ -> counts(version.dot()))
                .ifPresent(
                        chunk ->
                                history.replaced(
                                        version.dot(), chunk, pool.timeline().now(), isLastOfDay));
    }

    /// A device has deleted chunks because nobody needs them: no name does, and history was kept
    /// for as long as it was to be.
    void deleted(Life by, List<ChunkId> chunks) {
        pool.tell(by.machine(), "deletes %d chunks".formatted(chunks.size()));
        if (by.machine().isGone()) {
            return;
        }
        history.deleted(by, chunks, pool.timeline().now());
        end(chunks);
        account();
    }

    /// A device that starts has removed what is in none of its books, which may be what it was
    /// deleting when its power went; or its power goes now, while it deletes.
    void strayed(Collection<ChunkId> chunks) {
        var now = pool.timeline().now();
        end(chunks.stream().filter(chunk -> history.mayGo(chunk, now)).toList());
    }

    private void end(Collection<ChunkId> chunks) {
        claimed.keySet().stream()
                .filter(promise -> chunks.contains(promise.chunk()))
                .filter(promise -> isReplaced(new EntryPath(promise.path()), promise.dot()))
                .forEach(over::add);
    }

    /// Whether some device knows that a version stands no more. Others may not have heard it yet.
    private boolean isReplaced(EntryPath path, Dot dot) {
        return pool.machines().stream()
                .filter(machine -> !machine.isGone())
                .flatMap(machine -> machine.last().stream())
                .anyMatch(life -> Sight.isReplaced(life, path, dot));
    }

    /// No device holds a name whose content is nowhere.
    void account() {
        for (var life : lives()) {
            if (life.isKeeper() && !life.ring().leaves().isEmpty()) {
                throw new BrokenPromise(life + " is a keeper and knows a secret");
            }
            for (var shown : Sight.shown(life)) {
                Sight.chunk(shown)
                        .filter(chunk -> !lost.contains(chunk) && copies(chunk) == 0)
                        .filter(_ -> !isReplaced(shown))
                        .ifPresent(
                                _ -> {
                                    throw new BrokenPromise(
                                            life + " shows " + shown.path() + ", which nobody has");
                                });
            }
        }
    }

    private boolean isReplaced(Shown shown) {
        return shown.version().filter(v -> isReplaced(shown.home(), v.dot())).isPresent();
    }

    private List<Life> lives() {
        return pool.machines().stream()
                .filter(machine -> !machine.isGone())
                .flatMap(machine -> machine.life().stream())
                .toList();
    }

    /// When all is quiet and every device is back.
    void checkAtRest() {
        var lives = lives();
        var first = lives.getFirst();
        for (var life : lives) {
            agree("rosters", life, first, life.roster().heads(), first.roster().heads());
            agree(
                    "names",
                    life,
                    first,
                    Sight.names(life),
                    life.isKeeper() ? Map.of() : Sight.names(first));
            agree("batches", life, first, Sight.chains(life), Sight.chains(first));
            checkBooks(life);
        }
        checkFactor(first);
        checkRoom(first);
        if (!unread.isEmpty()) {
            throw new BrokenPromise("not everything can be read: " + unread);
        }
        claimed.keySet().forEach(promise -> checkKept(promise, first));
    }

    private static void agree(String what, Life one, Life other, Object his, Object hers) {
        if (!his.equals(hers)) {
            throw new BrokenPromise(
                    "%s and %s have other %s: %s and %s".formatted(one, other, what, his, hers));
        }
    }

    /// No owner of a chunk counts on a copy that is not there.
    private void checkBooks(Life life) {
        var page = life.copying().beliefs().books().page(new ReadPage(0, Optional.empty()));
        for (var chunk : page.chunks()) {
            var owners = life.layout().owners(chunk.id(), chunk.factor());
            for (var holder : chunk.holders()) {
                var machine = pool.machine(holder);
                boolean isThere = machine.isGone() || machine.disk().held().contains(chunk.id());
                if (!isThere && owners.contains(life.id())) {
                    throw new BrokenPromise(life + " counts on a copy that is not on " + machine);
                }
            }
        }
    }

    private void checkFactor(Life life) {
        var owners = life.layout().devices();
        long able = lives().stream().filter(each -> owners.contains(each.id())).count();
        for (var shown : Sight.shown(life)) {
            var chunk = Sight.chunk(shown).filter(each -> !lost.contains(each));
            if (chunk.isPresent() && copies(chunk.get()) < Math.min(Layout.FACTOR_DEFAULT, able)) {
                throw new BrokenPromise(
                        "%s has %d copies among %d devices"
                                .formatted(shown.path(), copies(chunk.get()), able));
            }
        }
    }

    /// What was replaced long ago takes no room, when everybody is there who is waited for; but for
    /// what a device has put that is parked, as it may go on with that.
    private void checkRoom(Life life) {
        var parked = life.roster().parked();
        boolean areAllThere =
                life.roster().admitted().stream()
                        .filter(device -> !parked.contains(device.id()))
                        .map(device -> pool.machine(device.id()))
                        .allMatch(machine -> machine.life().isPresent());
        for (var chunk : history.gone(Sight.standing(life), pool.timeline().now())) {
            boolean mayGoOn = lives().stream().anyMatch(l -> Sight.isPutBy(l, chunk, parked));
            if (areAllThere && copies(chunk) > 0 && !mayGoOn) {
                throw new BrokenPromise(chunk + " was replaced long ago and still takes room");
            }
        }
    }

    /// The version that was acknowledged stands, or was replaced by one whose writer had seen it.
    private void checkKept(Promise promise, Life life) {
        var row = life.ledger().views().names().tree(Pool.FILES).row(new EntryPath(promise.path()));
        boolean isKnown =
                row.siblings().stream().anyMatch(v -> v.version().contains(promise.dot()));
        if (!isKnown) {
            throw new BrokenPromise(promise.path() + " was acknowledged, and its name is lost");
        }
        boolean isKept = copies(promise.chunk()) > 0 || lost.contains(promise.chunk());
        if (!isKept && !over.contains(promise)) {
            throw new BrokenPromise(promise.path() + " was acknowledged, and its bytes are lost");
        }
    }

    /// Every device reads every file that it shows. To be called some time before the end.
    void readAll() {
        for (var life : lives()) {
            for (var shown : Sight.shown(life)) {
                Sight.chunk(shown)
                        .filter(chunk -> !lost.contains(chunk))
                        .ifPresent(chunk -> read(life, shown, chunk));
            }
        }
    }

    private void read(Life life, Shown shown, ChunkId chunk) {
        unread.add(life + " " + shown.path());
        var reading =
                new Reading(
                        life,
                        chunk,
                        isFound -> {
                            if (isFound) {
                                unread.remove(life + " " + shown.path());
                            }
                        });
        life.run(reading::begin);
    }

    /// Something that must be so is not.
    static final class BrokenPromise extends AssertionError {
        private static final long serialVersionUID = 1;

        BrokenPromise(String what) {
            super(what);
        }
    }
}
