package dev.holdfast.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.crash.Machine.Ground;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.disk.memory.Loss;
import dev.holdfast.engine.disk.memory.MemoryDisk;
import dev.holdfast.engine.disk.memory.Power;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.node.NodePorts;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A device whose disk refuses an fsync, a write or a read, or has no room.
class DiskTroubleTest {

    private static final Self SELF = Self.begin();
    private static final byte[] OLD = bytes(1, 9_000);
    private static final byte[] FRESH = bytes(2, 9_000);

    private final Power power = new Power();
    private final Shelf shelf = new Shelf();
    private MemoryDisk packs = new MemoryDisk("packs", power, Long.MAX_VALUE);
    private MemoryDisk journal = new MemoryDisk("journal", power, Long.MAX_VALUE);
    private Machine machine;

    /// Says how much room there is.
    private static final class Shelf implements Room {
        private long usable = 1L << 40;

        @Override
        public long usable() {
            return usable;
        }

        @Override
        public long total() {
            return 1L << 40;
        }
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void a_device_with_one_file() throws Exception {
        machine = start();
        machine.put("old", OLD);
    }

    @AfterEach
    void it_is_let_go() {
        machine.abandon();
    }

    private Machine start() throws Exception {
        return start(journal);
    }

    private Machine start(Disk records) throws Exception {
        return new Machine(
                SELF, new Ground(packs, records, shelf), new CarriedCatalog(SELF, List.of()));
    }

    private void refuses(String disk, Kind kind) {
        power.refuse(op -> op.disk().equals(disk) && op.kind() == kind);
    }

    private static void assertTold(Problem.Code code, String what, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().what()).isEqualTo(what);
                        });
    }

    /// The process ends, or the power goes, and all starts anew.
    private void startsAgain(Loss loss) throws Exception {
        machine.abandon();
        power.heal();
        boolean isKill = loss.equals(Loss.NOTHING);
        packs = isKill ? packs.afterKill(power) : packs.after(loss, power);
        journal = isKill ? journal.afterKill(power) : journal.after(loss, power);
        machine = start();
    }

    private void assertHasOnlyTheOldFile() throws Exception {
        assertThat(machine.all()).containsOnlyKeys("old");
        assertThat(machine.get("old")).isEqualTo(OLD);
    }

    @Test
    void when_a_pack_cannot_be_forced_nothing_more_is_stored_and_no_fsync_is_tried_again()
            throws Exception {
        var what = "The disk under this device's home refused to work.";
        refuses("packs", Kind.FORCE);
        assertTold(Problem.Code.FAILED, what, () -> machine.put("fresh", FRESH));
        power.heal();
        var forced = new ArrayList<String>();
        power.watch(op -> forced.add(op.disk() + op.kind()));
        assertTold(Problem.Code.FAILED, what, () -> machine.put("fresh", FRESH));
        assertThat(forced).doesNotContain("packsFORCE", "packsWRITE");
        assertHasOnlyTheOldFile();
        machine.remove("old");
        assertThat(machine.all()).isEmpty();
    }

    @Test
    void when_the_journal_cannot_be_forced_nothing_more_is_accepted() throws Exception {
        refuses("journal", Kind.FORCE);
        assertThatThrownBy(() -> machine.put("fresh", FRESH)).isInstanceOf(NodeException.class);
        power.heal();
        var done = new ArrayList<Power.Operation>();
        power.watch(done::add);
        assertThatThrownBy(() -> machine.put("fresh", FRESH)).isInstanceOf(NodeException.class);
        assertThatThrownBy(() -> machine.remove("old")).isInstanceOf(NodeException.class);
        assertThat(done).isEmpty();
        assertHasOnlyTheOldFile();
    }

    @Test
    void what_an_fsync_lost_is_not_counted_on_after_a_start() throws Exception {
        for (var disk : List.of("packs", "journal")) {
            refuses(disk, Kind.FORCE);
            assertThatThrownBy(() -> machine.put("fresh", FRESH)).isInstanceOf(NodeException.class);
            startsAgain(Loss.NOTHING);
            machine.put("fresh", FRESH);
            startsAgain(Loss.EVERYTHING);
            assertThat(machine.get("fresh")).isEqualTo(FRESH);
            assertThat(machine.get("old")).isEqualTo(OLD);
            machine.remove("fresh");
        }
    }

    @Test
    void what_an_fsync_lost_when_the_journal_was_closed_is_no_damage() throws Exception {
        machine.keep(List.of(TestChunk.seeded(1, 100)));
        var forces = new int[1];
        power.refuse(
                op ->
                        op.disk().equals("journal")
                                && op.kind() == Kind.FORCE
                                && ++forces[0] == 2); // the first forces what waits, this the mark
        assertThatThrownBy(machine::close).isInstanceOf(JournalException.class);
        startsAgain(Loss.NOTHING);
        machine.put("fresh", FRESH);
        machine.put("more", FRESH);
        startsAgain(Loss.EVERYTHING);
        assertThat(machine.all()).containsOnlyKeys("old", "fresh", "more");
    }

    @Test
    void a_bad_sector_in_a_pack_costs_one_chunk_and_another_device_gives_it() throws Exception {
        machine.put("fresh", FRESH);
        power.refuse(
                op ->
                        op.disk().equals("packs")
                                && op.kind() == Kind.READ
                                && op.offset() <= 8192
                                && op.offset() + op.length() > 8192);
        assertTold(
                Problem.Code.DAMAGED,
                "A chunk on this device's disk is damaged, and no other copy answered.",
                () -> machine.get("old"));
        assertThat(machine.get("fresh")).isEqualTo(FRESH);
        assertThat(machine.spoiled()).hasSize(1);
        var elsewhere = new Machine(SELF, other(), new CarriedCatalog(SELF, List.of()));
        elsewhere.put("old", OLD);
        machine.meets(elsewhere);
        assertThat(machine.get("old")).isEqualTo(OLD);
        elsewhere.abandon();
    }

    private static Ground other() {
        var disk = new MemoryDisk();
        return new Ground(disk, new MemoryDisk(), disk);
    }

    @Test
    void a_bad_sector_in_a_pack_does_not_keep_the_device_from_starting() throws Exception {
        machine.put("fresh", FRESH);
        machine.abandon();
        packs = packs.afterKill(power);
        journal = journal.afterKill(power);
        power.refuse(
                op ->
                        op.file().equals("0000000000000001.pack")
                                && op.kind() == Kind.READ
                                && op.offset() <= 4096
                                && op.offset() + op.length() > 4096);
        machine = start();
        assertThat(machine.get("fresh")).isEqualTo(FRESH);
        assertThatThrownBy(() -> machine.get("old")).isInstanceOf(NodeException.class);
    }

    @Test
    void a_bad_sector_in_the_journal_is_told_and_never_skipped() throws Exception {
        machine.abandon();
        power.refuse(
                op ->
                        op.disk().equals("journal")
                                && op.kind() == Kind.READ
                                && op.offset() + op.length() > 8192);
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        JournalException.class,
                        e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.FAILED))
                .hasMessageContaining("input/output error");
        power.heal();
        machine = start();
        assertHasOnlyTheOldFile();
    }

    @Test
    void a_full_disk_refuses_a_put_clearly_and_goes_on_with_everything_else() throws Exception {
        shelf.usable = 1L << 30;
        machine = startedAgain();
        assertTold(
                Problem.Code.FULL,
                "This device has no room left for Holdfast.",
                () -> machine.put("fresh", FRESH));
        assertHasOnlyTheOldFile();
        assertThat(machine.ledger().views().self().withheldClaims())
                .as("what it left can be given back")
                .hasSize(1);
        machine.put("again", OLD);
        machine.move("again", "moved");
        machine.remove("moved");
        shelf.usable = 1L << 40;
        machine.put("fresh", FRESH);
        assertThat(machine.get("fresh")).isEqualTo(FRESH);
    }

    private Machine startedAgain() throws Exception {
        machine.close();
        return start();
    }

    @Test
    void a_disk_that_others_filled_stops_the_store_and_all_goes_on_when_there_is_room_again()
            throws Exception {
        packs.resize(packs.total() - packs.usable() + 8192);
        assertThatThrownBy(() -> machine.put("fresh", bytes(3, 60_000)))
                .isInstanceOf(NodeException.class);
        assertHasOnlyTheOldFile();
        machine.remove("old");
        packs.resize(Long.MAX_VALUE);
        startsAgain(Loss.EVERYTHING);
        assertThat(machine.all()).isEmpty();
        machine.put("fresh", FRESH);
        assertThat(machine.get("fresh")).isEqualTo(FRESH);
    }

    @Test
    void a_journal_whose_disk_others_filled_waits_for_room_and_needs_no_start() throws Exception {
        var found = new ArrayList<MemoryDisk>();
        var losses = List.of(Loss.NOTHING, Loss.EVERYTHING, Loss.by(new Random(6)));
        machine.close();
        var patient =
                NodePorts.patient(
                        journal,
                        journal,
                        () -> {
                            losses.forEach(loss -> found.add(journal.after(loss, new Power())));
                            journal.resize(Long.MAX_VALUE);
                        });
        machine = start(patient);
        journal.resize(journal.total() - journal.usable());
        machine.put("fresh", FRESH);
        journal.resize(journal.total() - journal.usable());
        machine.remove("old");
        assertThat(found).as("it was full").hasSizeGreaterThanOrEqualTo(2 * losses.size());

        for (var cut : found) {
            cut.resize(Long.MAX_VALUE);
            var stranded = new Ground(packs.afterKill(new Power()), cut, shelf);
            var again = new Machine(SELF, stranded, new CarriedCatalog(SELF, List.of()));
            assertThat(again.get("old")).isEqualTo(OLD);
            again.abandon();
        }
        startsAgain(Loss.EVERYTHING);
        assertThat(machine.all()).containsOnlyKeys("fresh");
        assertThat(machine.get("fresh")).isEqualTo(FRESH);
    }

    @Test
    void a_bit_that_rots_is_never_given_out() throws Exception {
        machine.put("fresh", FRESH);
        machine.close();
        for (int seed = 0; seed < 200; seed++) {
            var rotten = packs.afterKill(new Power());
            var which = rotten.rot(new Random(seed));
            try {
                var again =
                        new Machine(
                                SELF,
                                new Ground(rotten, journal.afterKill(new Power()), shelf),
                                new CarriedCatalog(SELF, List.of()));
                assertSoundOrRefused(again, which);
                again.abandon();
            } catch (StoreException e) {
                throw new AssertionError(which + ": " + e.getMessage(), e);
            }
        }
    }

    private static void assertSoundOrRefused(Machine machine, String which) throws Exception {
        for (var name : List.of("old", "fresh")) {
            try {
                assertThat(machine.get(name)).as(which).isEqualTo(name.equals("old") ? OLD : FRESH);
            } catch (NodeException e) {
                assertThat(e.problem().code())
                        .as(which)
                        .isIn(Problem.Code.DAMAGED, Problem.Code.UNREACHABLE);
            }
        }
    }
}
