package dev.holdfast.engine.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

class PackHeaderTest {

    private static final String NAME = PackFormat.packName(5);

    @Test
    void a_sound_block_has_no_fault_and_neither_has_a_pack_that_ends_before_it() {
        assertThat(PackHeader.isNamed(NAME)).isTrue();
        assertThat(PackHeader.isNamed(PackFormat.indexName(5))).isFalse();
        assertThat(PackHeader.fault(NAME, PackFormat.firstBlock(5))).isEmpty();
        assertThat(PackHeader.fault(NAME, ByteBuffer.allocate(100))).isEmpty();
    }

    @Test
    void a_changed_block_another_pack_and_a_later_format_are_faults() {
        var changed = PackFormat.firstBlock(5).put(77, (byte) 1);
        assertThat(PackHeader.fault(NAME, changed)).hasValueSatisfying(this::namesThePack);
        assertThat(PackHeader.fault(NAME, PackFormat.firstBlock(6)))
                .hasValueSatisfying(this::namesThePack);
        var later = PackFormat.sign(PackFormat.firstBlock(5).put(7, (byte) 2));
        assertThat(PackHeader.fault(NAME, later)).hasValueSatisfying(this::namesThePack);
    }

    private void namesThePack(String fault) {
        assertThat(fault).startsWith(NAME);
    }
}
