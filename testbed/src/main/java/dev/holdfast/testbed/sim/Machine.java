package dev.holdfast.testbed.sim;

import dev.holdfast.engine.collecting.Discarding;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device as it stands in somebody's home: its keys, its disk and its clock outlast each of its
/// lives.
final class Machine {

    private static final Duration REST_MAX = Duration.ofMinutes(3);

    private final Pool pool;
    private final String name;
    private final Toy.Keys keys;
    private final SimDisk disk;
    private Duration clockAhead = Duration.ZERO;
    private @Nullable Life life;
    private @Nullable Life last;
    private boolean isReady;
    private boolean isLost;
    private boolean isPutOut;
    private final List<ChunkId> received = new ArrayList<>();
    private final Notes marks = new Notes();

    Machine(Pool pool, String name) {
        this.pool = pool;
        this.name = name;
        keys = new Toy.Keys(name);
        disk = new SimDisk(pool.mutant() != Mutant.SYNCS_NOTHING);
    }

    Pool pool() {
        return pool;
    }

    DeviceId id() {
        return keys.id();
    }

    KeyRing.Tools tools() {
        return new KeyRing.Tools(keys, Toy.BOXES, Toy.SEALER, pool.timeline()::fill);
    }

    Toy.Keys keys() {
        return keys;
    }

    SimDisk disk() {
        return disk;
    }

    /// How far it was at some times before, on its disk.
    Discarding.Notes marks() {
        return marks;
    }

    private static final class Notes implements Discarding.Notes {

        private Marks marks = Marks.NONE;

        @Override
        public Marks read() {
            return marks;
        }

        @Override
        public void write(Marks now) {
            marks = now;
        }
    }

    /// A chunk came whole over the network, whatever became of it.
    void hasReceived(ChunkId chunk) {
        received.add(chunk);
    }

    /// The chunks that came, each as often as it did.
    List<ChunkId> received() {
        return List.copyOf(received);
    }

    Optional<Life> life() {
        return Optional.ofNullable(life);
    }

    /// The life it has or had last: what that wrote down is still there to be looked at.
    Optional<Life> last() {
        return Optional.ofNullable(last);
    }

    /// Whether its disk is lost for good, or the pool has put it out.
    boolean isGone() {
        return isLost || isPutOut;
    }

    /// Whether its disk is lost for good.
    boolean isLost() {
        return isLost;
    }

    boolean isPutOut() {
        return isPutOut;
    }

    long wallMillis() {
        return pool.wall().plus(clockAhead).toEpochMilli();
    }

    void jumps(Duration by) {
        clockAhead = clockAhead.plus(by);
        pool.promises().history().clocksAreWrong();
    }

    /// What it needs to begin is on its disk, whatever that promises later.
    void isReady() {
        disk.begins();
        isReady = true;
    }

    void start() {
        if (life == null && isReady && !isLost) {
            pool.tell(this, "starts");
            begin();
        }
    }

    private void begin() {
        try {
            var next = new Life(this);
            life = next;
            last = next;
            next.run(next::start);
        } catch (JournalException | StoreException e) {
            pool.tell(this, "cannot start: " + e.getMessage());
            loses(true);
        } catch (SimDisk.PowerCut e) {
            loses(true);
        }
    }

    /// The process ends and the machine goes on: what it wrote reaches the disk.
    void isKilled() {
        if (life != null) {
            pool.tell(this, "is switched off");
            end();
            disk.losesPower(false, false);
        }
    }

    /// The power goes; it comes again after a while.
    void losesPower() {
        if (life != null) {
            pool.tell(this, "loses power");
            loses(true);
        }
    }

    /// The disk has failed the process, which ends; the machine is started again.
    void fails(Exception why) {
        pool.tell(this, "stops: " + why.getMessage());
        loses(true);
    }

    private void loses(boolean comesBack) {
        end();
        disk.losesPower(!pool.timeline().onceIn(3), !pool.timeline().onceIn(3));
        if (comesBack) {
            pool.timeline().in(pool.delay(REST_MAX), name + " gets power", this::start);
        }
    }

    /// It never comes again.
    void dies() {
        end();
        isLost = true;
    }

    /// The pool has put it out: it may go on, but nothing of it counts.
    void putOut() {
        isPutOut = true;
    }

    private void end() {
        if (life != null) {
            life.die();
            life = null;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
