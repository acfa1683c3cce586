package dev.holdfast.testbed.sim;

import dev.holdfast.engine.admission.Rulings;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.Statement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One thing that people or the world do to a pool. A fault ends with the deed that began it, so a
/// run without some of its deeds is a run.
sealed interface Deed {

    /// Begins it.
    void begin(Pool pool);

    /// Somebody stores a file and wants so many copies.
    record Put(String who, String path, String content, int copies) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(pool, who, life -> life.person().put(path, content, copies));
        }
    }

    record Read(String who, String path) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(pool, who, life -> life.person().read(path));
        }
    }

    record Remove(String who, String path) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(pool, who, life -> life.person().remove(path));
        }
    }

    record Rename(String who, String path, String to) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(pool, who, life -> life.person().rename(path, to));
        }
    }

    /// A device is switched off and on again.
    record Sleep(String who, Duration lasts) implements Deed {
        @Override
        public void begin(Pool pool) {
            var machine = Deed.machine(pool, who);
            machine.ifPresent(Machine::isKilled);
            machine.ifPresent(m -> pool.timeline().in(lasts, who + " wakes", m::start));
        }
    }

    /// Power is cut at one of the next operations on a disk.
    record PowerCut(String who, int operation, boolean before) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.machine(pool, who).ifPresent(m -> m.disk().cutAt(operation, before));
        }
    }

    /// One of the next operations on a disk fails.
    record DiskFails(String who, int operation) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.machine(pool, who).ifPresent(m -> m.disk().failAt(operation));
        }
    }

    record DiskFull(String who, Duration lasts) implements Deed {
        @Override
        public void begin(Pool pool) {
            var disk = Deed.machine(pool, who).map(Machine::disk);
            disk.ifPresent(d -> d.isFull(true));
            disk.ifPresent(
                    d -> pool.timeline().in(lasts, who + " has room", () -> d.isFull(false)));
        }
    }

    /// A disk loses the bytes of one chunk, which its device finds when it starts again.
    record LostChunk(String who, int which) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.machine(pool, who).ifPresent(machine -> lose(pool, machine));
        }

        private void lose(Pool pool, Machine machine) {
            var held = machine.disk().held().ids().toList();
            if (!held.isEmpty()) {
                ChunkId chunk = held.get(which % held.size());
                machine.isKilled();
                machine.disk().loses(chunk);
                pool.promises().damaged(chunk);
                pool.tell(machine, "has lost a chunk");
                machine.start();
            }
        }
    }

    /// A device dies, and its disk with it.
    record Death(String who) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.machine(pool, who)
                    .filter(machine -> !machine.isGone())
                    .ifPresent(
                            machine -> {
                                pool.tell(machine, "dies");
                                machine.dies();
                                pool.promises().gone(machine);
                            });
        }
    }

    /// Nothing comes from some devices to the others; with `both`, nor back.
    record Partition(List<String> some, boolean both, Duration lasts) implements Deed {
        @Override
        public void begin(Pool pool) {
            for (var from : pool.machines()) {
                for (var to : pool.machines()) {
                    boolean isAcross =
                            some.contains(from.toString()) != some.contains(to.toString());
                    if (isAcross && (both || some.contains(from.toString()))) {
                        var way = new Net.Way(from, to);
                        pool.net().cut(way);
                        pool.timeline().in(lasts, "mended", () -> pool.net().mend(way));
                    }
                }
            }
        }
    }

    /// Connections break.
    record Lossy(Duration lasts) implements Deed {
        @Override
        public void begin(Pool pool) {
            pool.net().lossy(true);
            pool.timeline().in(lasts, "connections hold", () -> pool.net().lossy(false));
        }
    }

    /// What is sent takes seconds, and overtakes.
    record Slow(Duration lasts) implements Deed {
        @Override
        public void begin(Pool pool) {
            pool.net().slow(true);
            pool.timeline().in(lasts, "the network is fast", () -> pool.net().slow(false));
        }
    }

    record ClockJump(String who, Duration by) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.machine(pool, who).ifPresent(machine -> machine.jumps(by));
        }
    }

    record Join(String name, String sponsor) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(
                    pool,
                    sponsor,
                    life -> {
                        if (Deed.governs(life) && pool.named(name).isEmpty()) {
                            pool.joins(name, life);
                        }
                    });
        }
    }

    /// An owner puts a device out of the pool.
    record Removal(String who, String by) implements Deed {
        @Override
        public void begin(Pool pool) {
            var machine = Deed.machine(pool, who).filter(each -> !each.isGone());
            Deed.on(pool, by, life -> machine.ifPresent(each -> remove(life, each)));
        }

        private static void remove(Life owner, Machine out) {
            if (governs(owner) && owner.roster().isAdmitted(out.id())) {
                var last = owner.names().lastOf(out.id());
                owner.state(
                        new Rulings(owner.machine().tools())
                                .removal(owner.roster(), out.id(), last));
            }
        }
    }

    /// A device contributes another size from now on.
    record Claim(String who, long bytes) implements Deed {
        @Override
        public void begin(Pool pool) {
            Deed.on(
                    pool,
                    who,
                    life ->
                            life.state(
                                    List.of(
                                            new Statement.Changed(
                                                    life.id(), new Statement.Claimed(bytes)))));
        }
    }

    /// An owner has a device give its copies away.
    record Drain(String who, String by) implements Deed {
        @Override
        public void begin(Pool pool) {
            change(pool, who, by, new Statement.Draining(Device.Drain.UNDERWAY), "is to leave");
        }
    }

    /// An owner lets the others do without a device that is away.
    record Park(String who, String by) implements Deed {
        @Override
        public void begin(Pool pool) {
            var away = machine(pool, who).filter(machine -> machine.life().isEmpty());
            if (away.isPresent()) {
                change(pool, who, by, new Statement.Parked(true), "is parked");
            }
        }
    }

    private static void change(
            Pool pool, String who, String by, Statement.Change change, String told) {
        var machine = machine(pool, who).filter(each -> !each.isPutOut());
        on(
                pool,
                by,
                owner ->
                        machine.filter(_ -> governs(owner))
                                .filter(each -> owner.roster().isAdmitted(each.id()))
                                .ifPresent(
                                        each -> {
                                            pool.tell(each, told);
                                            owner.state(
                                                    List.of(
                                                            new Statement.Changed(
                                                                    each.id(), change)));
                                        }));
    }

    private static Optional<Machine> machine(Pool pool, String who) {
        return pool.named(who);
    }

    private static boolean governs(Life life) {
        return life.roster().device(life.id()).filter(d -> d.role() == Role.OWNER).isPresent();
    }

    private static void on(Pool pool, String who, Consumer<Life> deed) {
        machine(pool, who)
                .filter(machine -> !machine.isGone())
                .flatMap(Machine::life)
                .ifPresent(life -> life.run(() -> deed.accept(life)));
    }
}
