package dev.holdfast.engine.crash;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.crash.Losses.Named;
import dev.holdfast.engine.crash.Machine.Ground;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.Loss;
import dev.holdfast.engine.disk.memory.Loss.Thing;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.disk.memory.Power;
import dev.holdfast.engine.disk.memory.Power.Operation;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Lets a device live on two disks in memory, and before every single operation on them looks at
/// what a power cut just there would leave: for each of several losses a device is started on a
/// copy, and everything it shows is compared with what it had promised.
///
/// The device that lives and those that are started are made of the product's own classes. The live
/// one can be given disks that do something wrong, to see that it is noticed.
final class Explorer {

    /// How much is looked at.
    ///
    /// @param steps of the device's life
    /// @param seeded losses drawn at each operation, besides those that are always tried
    /// @param every which operations are looked at: each whose number is a multiple of it
    /// @param only the one operation to look at, or [#ALL]
    /// @param isCaring whether it also collects, and damage befalls it
    record Plan(int steps, int seeded, int every, long only, boolean isCaring) {
        static final long ALL = -1;

        Plan(int steps, int seeded, int every, long only) {
            this(steps, seeded, every, only, false);
        }

        boolean isSkipped(long operation) {
            return only == ALL ? operation % every != 0 : operation != only;
        }
    }

    /// What the live device's disks and its catalog do wrong.
    record Wrong(
            UnaryOperator<Disk> packs,
            UnaryOperator<Disk> journal,
            UnaryOperator<Catalog> catalog,
            Set<Slip> slips) {
        static final Wrong NOTHING = in(UnaryOperator.identity(), UnaryOperator.identity());

        static Wrong in(UnaryOperator<Disk> packs, UnaryOperator<Disk> journal) {
            return new Wrong(packs, journal, UnaryOperator.identity(), Set.of());
        }

        static Wrong slip(Slip slip) {
            return new Wrong(
                    UnaryOperator.identity(),
                    UnaryOperator.identity(),
                    UnaryOperator.identity(),
                    Set.of(slip));
        }
    }

    /// Which catalog is found.
    private enum Left {
        /// What it showed.
        ALL,
        /// What it showed at its last checkpoint.
        SOME,
        /// Nothing.
        NONE
    }

    /// What was looked at.
    ///
    /// @param kinds how often each kind of operation was done, such as `packs: delete .pack`
    record Seen(long operations, long cuts, long starts, Map<String, Integer> kinds) {}

    static final Self SELF = Self.begin();
    private static final int RECOVERY_OPERATIONS = 8;

    private final long seed;
    private final Plan plan;
    private final Power power = new Power();
    private final MemoryDisk packs = new MemoryDisk("packs", power, Long.MAX_VALUE);
    private final MemoryDisk journal = new MemoryDisk("journal", power, Long.MAX_VALUE);
    private final Ground ground;
    private final Expected expected = new Expected();
    private final Random chance;
    private final Books books;
    private final Wrong wrong;
    private @Nullable Life life;
    private final Map<String, Integer> kinds = new TreeMap<>();
    private long cuts;
    private long starts;

    Explorer(long seed, Plan plan, Wrong wrong) {
        this(seed, plan, wrong, new Books.InMemory(SELF));
    }

    Explorer(long seed, Plan plan, Wrong wrong, Books books) {
        this.books = books;
        this.wrong = wrong;
        this.seed = seed;
        this.plan = plan;
        chance = new Random(~seed);
        ground =
                new Ground(
                        wrong.packs.apply(packs),
                        wrong.journal.apply(journal),
                        packs,
                        Notes.of(wrong.slips));
    }

    /// @throws AssertionError with all there is to know, at the first promise that is broken
    Seen explore() throws Exception {
        try {
            live(new Life(seed, this::again, expected, again()));
            return new Seen(power.operations(), cuts, starts, Map.copyOf(kinds));
        } catch (StoreException | JournalException | NodeException e) {
            throw new AssertionError(
                    "seed %d, after %s: BROKEN: the device itself failed: %s"
                            .formatted(seed, told(), causes(e)),
                    e);
        }
    }

    private void live(Life living)
            throws StoreException, JournalException, NodeException, InterruptedException {
        life = living;
        power.watch(this::look);
        try {
            var caring = new Caring(living, new PackBytes(packs), wrong.slips);
            for (int step = 0; step < plan.steps; step++) {
                if (plan.isCaring) {
                    caring.step();
                } else {
                    living.step();
                }
                expected.counts(living.machine().booked());
            }
            living.machine().close();
        } finally {
            power.watch(_ -> {});
            living.machine().abandon();
        }
    }

    private List<String> told() {
        return life == null ? List.of() : life.told();
    }

    private static String causes(Throwable failed) {
        var cause = failed.getCause();
        return failed.getMessage() + (cause == null ? "" : " < " + causes(cause));
    }

    private Machine again()
            throws StoreException, JournalException, NodeException, InterruptedException {
        return new Machine(SELF, ground, wrong.catalog.apply(books.live()));
    }

    private void look(Operation next) {
        var what = new Operation(next.disk(), next.kind(), suffix(next.file()), 0, 0);
        kinds.merge(what.toString(), 1, Integer::sum);
        if (plan.isSkipped(power.operations())) {
            return;
        }
        boolean isFirst = true;
        for (var loss : Losses.at(packs, journal, chance, plan.seeded)) {
            cuts++;
            cut(next, loss, isFirst);
            isFirst = false;
        }
        cutTwice(next);
    }

    private static String suffix(String file) {
        return file.substring(Math.max(0, file.indexOf('.')));
    }

    /// Two disks of one machine.
    private record Disks(
            MemoryDisk packs, MemoryDisk journal, Power power, Map<String, String> notes) {

        Disks after(Loss loss) {
            var then = new Power();
            return new Disks(
                    packs.after(loss, then), journal.after(loss, then), then, new HashMap<>(notes));
        }

        Disks afterKill() {
            var then = new Power();
            return new Disks(
                    packs.afterKill(then), journal.afterKill(then), then, new HashMap<>(notes));
        }

        Ground ground() {
            return new Ground(packs, journal, packs, notes);
        }
    }

    private Disks disks() {
        return new Disks(packs, journal, power, ground.notes());
    }

    /// Cuts the power once; what is found then must be as promised, and stay when it is cut again.
    private void cut(Operation next, Named loss, boolean goesOn) {
        var lost = new ArrayList<Thing>();
        var disks = disks().after(noting(loss.loss(), lost));
        var point = new Point(next, loss.name(), lost);
        var first = shown(disks, point, cuts % 2 == 0 ? Left.ALL : Left.SOME);
        point.require(expected.broken(first, new PackBytes(disks.packs)));
        var left = cuts % 3 == 0 ? Left.NONE : Left.SOME;
        var second = shown(disks.after(Loss.EVERYTHING), point, left);
        point.require(first.differences(second));
        if (goesOn) {
            goOn(disks.after(Loss.NOTHING), point);
        }
    }

    /// Kills the process, or cuts the power, and does so again while the device starts.
    private void cutTwice(Operation next) {
        boolean isKill = chance.nextBoolean();
        var loss = Losses.drawn(chance);
        var disks = isKill ? disks().afterKill() : disks().after(loss.loss());
        int operations = chance.nextInt(RECOVERY_OPERATIONS);
        disks.power.cutAfter(operations);
        var again = Losses.drawn(chance);
        var point =
                new Point(
                        next,
                        "%s, then after %d operations of the start %s"
                                .formatted(
                                        isKill ? "a kill" : loss.name(), operations, again.name()),
                        List.of());
        try {
            start(disks, books.lost()).abandon();
        } catch (StoreException | JournalException | NodeException e) {
            point.require(
                    disks.power.operations() == operations
                            ? List.of()
                            : List.of("it does not start: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw point.broken(List.of("interrupted"), e);
        }
        cuts++;
        var left = disks.after(again.loss());
        var found = shown(left, point, Left.SOME);
        point.require(expected.broken(found, new PackBytes(left.packs)));
    }

    private Machine start(Disks disks, Catalog catalog)
            throws StoreException, JournalException, NodeException, InterruptedException {
        starts++;
        return new Machine(SELF, disks.ground(), catalog);
    }

    /// What a device that starts on these disks shows.
    private Found shown(Disks disks, Point point, Left left) {
        var catalog = left == Left.NONE ? books.lost() : books.found(left == Left.ALL);
        long applied = catalog.appliedLsn();
        try {
            var machine = start(disks, catalog);
            try {
                if (left != Left.NONE && applied + 1 < machine.journal().extent().firstLsn()) {
                    point.require(List.of("the catalog needs records that were deleted"));
                }
                return Found.of(machine);
            } finally {
                machine.abandon();
            }
        } catch (StoreException | JournalException | NodeException e) {
            throw point.broken(List.of("it does not start: " + e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw point.broken(List.of("interrupted"), e);
        }
    }

    /// A device that came back must be as good as any.
    private void goOn(Disks disks, Point point) {
        try {
            var machine = start(disks, books.lost());
            var content = new byte[] {1, 2, 3};
            machine.put("after", content);
            machine.keep(List.of(TestChunk.seeded(-1, 500)));
            machine.compact();
            point.require(Caring.afterwards(machine, expected, new PackBytes(disks.packs)));
            point.require(
                    Arrays.equals(machine.get("after"), content)
                            ? List.of()
                            : List.of("what is stored afterwards cannot be read"));
            machine.close();
        } catch (StoreException | JournalException | NodeException e) {
            throw point.broken(List.of("it does not go on: " + e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw point.broken(List.of("interrupted"), e);
        }
    }

    private static Loss noting(Loss loss, List<Thing> lost) {
        return (thing, states) -> {
            int found = loss.found(thing, states);
            if (found < states - 1) {
                lost.add(thing);
            }
            return found;
        };
    }

    /// A moment at which power is cut.
    private final class Point {

        private final Operation next;
        private final String loss;
        private final List<Thing> lost;

        Point(Operation next, String loss, List<Thing> lost) {
            this.next = next;
            this.loss = loss;
            this.lost = lost;
        }

        void require(List<String> broken) {
            if (!broken.isEmpty()) {
                throw broken(broken, null);
            }
        }

        AssertionError broken(List<String> promises, @Nullable Throwable cause) {
            return new AssertionError(
                    """
                    seed %d, power cut before operation %d (%s)
                      found:  %s
                      lost:   %s
                      life:   %s
                      BROKEN: %s
                      again:  -Dcrash.%s=%d -Dcrash.operation=%d
                    """
                            .formatted(
                                    seed,
                                    power.operations(),
                                    next,
                                    loss,
                                    lost(),
                                    String.join("; ", told()),
                                    String.join("\n          ", promises),
                                    plan.isCaring ? "caring" : "seeds",
                                    seed,
                                    power.operations()),
                    cause);
        }

        /// Sectors of one file as one.
        private String lost() {
            var all = new TreeSet<String>();
            var sectors = new TreeMap<String, TreeSet<Integer>>();
            for (var thing : lost) {
                if (thing.sector() < 0) {
                    all.add(thing.toString());
                } else {
                    sectors.computeIfAbsent(thing.disk() + "/" + thing.file(), _ -> new TreeSet<>())
                            .add(thing.sector());
                }
            }
            sectors.forEach(
                    (file, each) ->
                            all.add(
                                    "%d sectors of %s, from %d to %d"
                                            .formatted(
                                                    each.size(), file, each.first(), each.last())));
            return all.toString();
        }
    }
}
