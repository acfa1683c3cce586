package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.disk.memory.MemoryDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class SteppingTest {

    private static final HomeFiles HOME = new HomeFiles(Path.of("/nowhere"));

    @AfterEach
    void nobody_is_to_be_told() {
        System.clearProperty(Stepping.PROPERTY);
    }

    @Test
    void a_disk_is_left_as_it_is_when_nobody_is_to_be_told() throws Exception {
        var disk = new MemoryDisk();
        assertThat(Stepping.in(HOME).over("packs", disk)).isSameAs(disk);
    }

    @Test
    void a_program_without_the_testbed_refuses_to_tell() {
        System.setProperty(Stepping.PROPERTY, "halt");
        assertThatThrownBy(() -> Stepping.in(HOME))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("This program tells nobody of its steps.");
    }
}
