package dev.holdfast.engine.disk.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.DiskContract;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class MemoryDiskTest extends DiskContract {

    @Override
    protected Disk emptyDisk() {
        return new MemoryDisk();
    }

    @Test
    void refuses_to_write_a_forced_block_again() throws Exception {
        var file = new MemoryDisk().create("a");
        var block = BufferPool.aligned(Disk.BLOCK);
        BlockWriter.await(file.write(block, 0));
        BlockWriter.await(file.write(block, 0));
        file.force();
        assertThatThrownBy(() -> BlockWriter.await(file.write(block, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rewrites a forced block");
    }

    @Test
    void a_power_cut_keeps_what_was_forced_and_any_part_of_the_rest() throws Exception {
        int lost = 0;
        for (int seed = 0; seed < 50; seed++) {
            var disk = new MemoryDisk();
            var file = disk.create("a");
            disk.sync();
            BlockWriter.await(file.write(BufferPool.aligned(Disk.BLOCK).put(0, (byte) 1), 0));
            file.force();
            var more = BufferPool.aligned(Disk.BLOCK).put(0, (byte) 2);
            BlockWriter.await(file.write(more, Disk.BLOCK));
            var found = disk.afterPowerCut(new Random(seed)).open("a");
            var into = BufferPool.aligned(2 * Disk.BLOCK);
            lost += found.read(into, 0) == Disk.BLOCK ? 1 : 0;
            assertThat(into.get(0)).isEqualTo((byte) 1);
        }
        assertThat(lost).isBetween(5, 45);
    }

    private static final Loss ALL = Loss.EVERYTHING;

    private static ByteBuffer blocks(int count, int content) {
        var blocks = BufferPool.aligned(count * Disk.BLOCK);
        while (blocks.hasRemaining()) {
            blocks.put((byte) content);
        }
        return blocks.flip();
    }

    private static byte[] contents(MemoryDisk disk, String name) throws IOException {
        var into = ByteBuffer.allocate((int) disk.length(name));
        disk.open(name).read(into, 0);
        return into.array();
    }

    @Test
    void names_that_were_not_synced_are_found_or_lost_each_by_itself() throws Exception {
        var disk = new MemoryDisk();
        disk.create("old").close();
        disk.create("older").close();
        disk.sync();
        disk.delete("old");
        disk.delete("older");
        disk.create("new").close();
        var found = new HashSet<List<String>>();
        for (int choice = 0; choice < 8; choice++) {
            var lost = Set.of("old", "older", "new").stream().sorted().toList();
            int bits = choice;
            Loss loss = (thing, _) -> bits >> lost.indexOf(thing.file()) & 1;
            found.add(disk.after(loss, new Power()).names());
        }
        assertThat(found).hasSize(8).contains(List.of(), List.of("old"), List.of("new", "older"));
        disk.sync();
        assertThat(disk.after(ALL, new Power()).names()).containsExactly("new");
    }

    @Test
    void a_name_that_was_taken_again_may_stand_for_any_of_its_files() throws Exception {
        var disk = new MemoryDisk();
        for (int content = 1; content <= 2; content++) {
            disk.delete("a");
            var file = disk.create("a");
            BlockWriter.await(file.write(blocks(1, content), 0));
            file.force();
            if (content == 1) {
                disk.sync();
            }
        }
        var contents = new ArrayList<Integer>();
        for (int state = 0; state < 3; state++) {
            int found = state;
            var after = disk.after((_, _) -> found, new Power());
            contents.add(after.names().isEmpty() ? 0 : (int) contents(after, "a")[0]);
        }
        assertThat(contents).containsExactly(1, 0, 2);
    }

    @Test
    void sectors_arrive_in_any_order_and_a_file_may_be_long_before_it_is_full() throws Exception {
        var disk = new MemoryDisk();
        BlockWriter.await(disk.create("a").write(blocks(1, 7), 0));
        disk.sync();
        var third = disk.after((thing, _) -> thing.sector() == 3 ? 1 : 0, new Power());
        assertThat(disk.length("a")).isEqualTo(Disk.BLOCK);
        assertThat(contents(third, "a")).hasSize(2048).endsWith(7).startsWith(0);
        var longer = disk.after((thing, _) -> thing.sector() < 0 ? 1 : 0, new Power());
        assertThat(contents(longer, "a")).containsOnly(0).hasSize(Disk.BLOCK);
    }

    @Test
    void what_a_killed_process_wrote_can_still_be_lost() throws Exception {
        var disk = new MemoryDisk();
        BlockWriter.await(disk.create("a").write(blocks(1, 7), 0));
        var killed = disk.afterKill();
        assertThat(contents(killed, "a")).containsOnly(7);
        assertThat(killed.isSettled()).isFalse();
        assertThat(killed.after(ALL, new Power()).names()).isEmpty();
    }

    @Test
    void after_a_refused_fsync_the_next_one_succeeds_and_forces_nothing_of_it() throws Exception {
        var power = new Power();
        var disk = new MemoryDisk("a", power, Long.MAX_VALUE);
        var file = disk.create("a");
        disk.sync();
        BlockWriter.await(file.write(blocks(1, 7), 0));
        disk.failForces();
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        power.heal();
        file.force();
        assertThat(contents(disk, "a")).containsOnly(7);
        assertThat(contents(disk.after(Loss.NOTHING, power), "a")).containsOnly(0);
    }

    @Test
    void refuses_what_it_is_told_to_and_goes_on_when_it_is_healed() throws Exception {
        var power = new Power();
        var disk = new MemoryDisk("a", power, Long.MAX_VALUE);
        var file = disk.create("a");
        power.refuse(op -> op.kind() == Power.Kind.WRITE && op.offset() == Disk.BLOCK);
        BlockWriter.await(file.write(blocks(1, 7), 0));
        assertThatThrownBy(() -> BlockWriter.await(file.write(blocks(1, 7), Disk.BLOCK)))
                .hasMessageContaining("input/output error: a: write a [4096, 8192)");
        power.refuse(op -> op.kind() == Power.Kind.READ);
        assertThatThrownBy(() -> contents(disk, "a")).isInstanceOf(IOException.class);
        power.heal();
        assertThat(contents(disk, "a")).containsOnly(7);
    }

    @Test
    void a_write_that_finds_no_room_may_have_arrived_in_part() throws Exception {
        var disk = new MemoryDisk(3 * Disk.BLOCK);
        var file = disk.create("a");
        assertThatThrownBy(() -> BlockWriter.await(file.write(blocks(4, 7), 0)))
                .hasMessageContaining("no space left");
        assertThat(disk.length("a")).isEqualTo(3 * Disk.BLOCK);
        disk.delete("a");
        assertThat(disk.usable()).isEqualTo(3 * Disk.BLOCK);
    }

    @Test
    void disks_of_one_machine_lose_power_together_and_show_each_operation_before_it_is_done()
            throws Exception {
        var power = new Power();
        var left = new MemoryDisk("left", power, Long.MAX_VALUE);
        var right = new MemoryDisk("right", power, Long.MAX_VALUE);
        var seen = new ArrayList<String>();
        power.watch(op -> seen.add(op + " " + left.names() + right.names()));
        power.cutAfter(3);
        left.create("a").close();
        right.create("b").force();
        assertThatThrownBy(left::sync).hasMessage("the disk is gone");
        assertThat(power.operations()).isEqualTo(3);
        assertThat(seen)
                .containsExactly(
                        "left: create a [][]", "right: create b [a][]", "right: force b [a][b]");
    }

    @Test
    void a_bit_rots_where_chance_says() throws Exception {
        var disk = new MemoryDisk();
        BlockWriter.await(disk.create("a").write(blocks(2, 0), 0));
        assertThat(disk.rot(new Random(3))).matches("bit . of byte [0-9]+ of a");
        int ones = 0;
        for (byte each : contents(disk, "a")) {
            ones += Integer.bitCount(each & 0xff);
        }
        assertThat(ones).isOne();
    }
}
