package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
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
        var door = scratch.resolve("home/daemon");
        Files.writeString(door, Files.readString(door).replace("api 1 ", "api 2 "));

        assertThatThrownBy(() -> home.node())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.REFUSED))
                .hasMessageContaining("Stop the daemon");
    }

    @Test
    void a_door_that_a_killed_daemon_left_is_taken_away() throws Exception {
        Objects.requireNonNull(daemon).close();
        var door = Files.writeString(scratch.resolve("home/daemon"), "api 1 1 token\n");

        assertThat(home.attached()).isEmpty();
        assertThat(door).doesNotExist();
        Files.writeString(door, "of a form that nobody knows\n");
        try (var own = home.node()) {
            assertThat(own.status().device().running()).isFalse();
            assertThat(door).doesNotExist();
        }
    }

    @Test
    void a_daemon_that_is_told_to_stop_says_so_to_who_runs_it() throws Exception {
        var running = Objects.requireNonNull(daemon);
        var keeper =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (running) {
                                        running.awaitStop();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });

        assertThat(home.stop()).contains(new Outcome.Stopped(0, 0, 0));

        keeper.join();
        assertThat(home.stop()).isEmpty();
        assertThat(home.attached()).isEmpty();
    }

    @Test
    void a_home_that_a_command_holds_cannot_be_stopped() throws Exception {
        Objects.requireNonNull(daemon).close();
        try (var command = home.node()) {
            assertThat(command.status().device().running()).isFalse();
            assertThatThrownBy(() -> home.stop())
                    .isInstanceOfSatisfying(
                            NodeException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.BUSY));
        }
    }

    @Test
    void a_second_daemon_is_told_of_the_first() {
        assertThatThrownBy(() -> home.daemon())
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.BUSY));
    }
}
