package dev.holdfast.gui.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.memory.Desk;
import dev.holdfast.gui.memory.MemoryNode;
import dev.holdfast.gui.work.Live;
import dev.holdfast.gui.work.Work;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;

class DevicesViewModelTest {

    private final Desk desk = new Desk();
    private final MemoryNode node = new MemoryNode();
    private final Work work = desk.work();
    private final Live live = new Live(node, work, desk);
    private final DevicesViewModel model = new DevicesViewModel(node, work, live);
    private final CountDownLatch guest = new CountDownLatch(1);

    private void inviting() {
        node.answers(
                (command, events) -> {
                    events.accept(new Event.Invited("CODE", MemoryNode.NOON));
                    guest.await();
                    return new Outcome.Admitted("eve");
                });
    }

    private boolean isWaiting() {
        return model.invitationProperty().get() instanceof Invitation.Waiting;
    }

    @Test
    void a_code_is_shown_until_the_guest_is_in() throws InterruptedException {
        inviting();
        model.invite(Role.MEMBER);
        desk.until(this::isWaiting);
        assertThat(model.invitationProperty().get())
                .isEqualTo(new Invitation.Waiting("CODE", MemoryNode.NOON));
        guest.countDown();
        desk.settle();
        assertThat(model.invitationProperty().get()).isEqualTo(new Invitation.Admitted("eve"));
    }

    @Test
    void a_withdrawn_invitation_is_taken_back_from_the_engine() throws InterruptedException {
        inviting();
        model.invite(Role.MEMBER);
        desk.until(this::isWaiting);
        model.withdraw();
        desk.settle();
        assertThat(model.invitationProperty().get()).isEqualTo(new Invitation.None());
    }

    @Test
    void a_problem_is_told() throws InterruptedException {
        var refused = new Problem(Problem.Code.REFUSED, "You may not.", "Ask an owner.");
        node.answers(
                (command, events) -> {
                    throw new NodeException(refused, null);
                });
        model.invite(Role.MEMBER);
        desk.settle();
        assertThat(model.invitationProperty().get()).isEqualTo(new Invitation.Failed(refused));
    }

    @Test
    void the_devices_are_those_of_the_picture() throws InterruptedException {
        node.pool(MemoryNode.device("ann", true, 1), MemoryNode.device("bob", false, 2));
        live.tick();
        desk.settle();
        assertThat(model.devices()).extracting(Outcome.Device::name).containsExactly("ann", "bob");
    }
}
