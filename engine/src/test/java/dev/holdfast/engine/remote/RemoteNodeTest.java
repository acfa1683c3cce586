package dev.holdfast.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A daemon that takes every call and never answers must not hold its callers.
class RemoteNodeTest {

    private ServerSocket mute;
    private RemoteNode node;

    @BeforeEach
    void listen() throws IOException {
        mute = new ServerSocket(0, 0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        node = new RemoteNode(mute.getLocalPort(), "token");
    }

    @AfterEach
    void hangUp() throws IOException {
        mute.close();
    }

    @Test
    void who_waits_for_an_answer_can_leave() throws Exception {
        var problem = new FutureTask<>(this::problemOfStatus);
        var caller = Thread.ofPlatform().daemon().start(problem);
        mute.accept().getInputStream().read();

        caller.interrupt();

        assertThat(problem.get(10, TimeUnit.SECONDS).code()).isEqualTo(Problem.Code.CANCELLED);
    }

    @Test
    void a_command_that_is_taken_back_before_it_began_is_not_sent() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> node.run(new Command.ListDevices(), event -> {}))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private Problem problemOfStatus() {
        try {
            throw new AssertionError(node.status());
        } catch (NodeException e) {
            return e.problem();
        }
    }
}
