package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.remote.RemoteNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// The device behind a daemon.
final class RemoteNodeTest extends NodeContract {

    private @Nullable Daemon daemon;

    @Override
    Node open(Home home) throws NodeException, InterruptedException {
        daemon = home.daemon();
        var node = home.node();
        assertThat(node).isInstanceOf(RemoteNode.class);
        return node;
    }

    @Override
    void shut() {
        Objects.requireNonNull(daemon).close();
    }

    @Test
    void the_door_is_for_its_owner_alone() throws IOException {
        assertThat(Files.getPosixFilePermissions(scratch.resolve("home/daemon")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_daemon_of_another_version_is_refused_with_what_to_do() throws IOException {
        Files.writeString(scratch.resolve("home/daemon"), "api 2 1 token\n");

        assertThatThrownBy(() -> home.node())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED))
                .hasMessageContaining("Stop the daemon");
    }

    @Test
    void a_second_daemon_is_told_of_the_first() {
        assertThatThrownBy(() -> home.daemon())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.BUSY));
    }
}
