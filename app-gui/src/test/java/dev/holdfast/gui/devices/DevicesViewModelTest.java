package dev.holdfast.gui.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
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

import java.util.List;
import java.util.Optional;
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
                    events.accept(new Event.Invited("CODE", "TICKET", MemoryNode.NOON));
                    guest.await();
                    return new Outcome.Admitted("eve", Optional.of("tree lamp owl"));
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
                .isEqualTo(new Invitation.Waiting(Role.MEMBER, "CODE", "TICKET", MemoryNode.NOON));
        guest.countDown();
        desk.settle();
        assertThat(model.invitationProperty().get())
                .isEqualTo(new Invitation.Admitted("eve", Optional.of("tree lamp owl")));
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
    void a_code_that_comes_after_the_invitation_was_withdrawn_is_not_shown()
            throws InterruptedException {
        var told = new CountDownLatch(1);
        node.answers(
                (command, events) -> {
                    events.accept(new Event.Invited("CODE", "TICKET", MemoryNode.NOON));
                    told.countDown();
                    guest.await();
                    throw new AssertionError("nobody comes");
                });
        model.invite(Role.MEMBER);
        told.await();
        model.withdraw();
        desk.settle();
        assertThat(model.invitationProperty().get()).isEqualTo(new Invitation.None());
    }

    @Test
    void another_role_takes_the_code_back_and_makes_another() throws InterruptedException {
        inviting();
        model.invite(Role.MEMBER);
        desk.until(this::isWaiting);
        model.invite(Role.KEEPER);
        desk.until(this::isWaiting);
        assertThat(model.invitationProperty().get())
                .isEqualTo(new Invitation.Waiting(Role.KEEPER, "CODE", "TICKET", MemoryNode.NOON));
        assertThat(node.asked())
                .containsExactly(
                        new Command.Invite(Role.MEMBER, DevicesViewModel.VALID_FOR),
                        new Command.Invite(Role.KEEPER, DevicesViewModel.VALID_FOR));
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
        assertThat(model.devices()).extracting(DeviceCard::name).containsExactly("ann", "bob");
        assertThat(model.devices().getLast().state())
                .startsWith("away since 1 May 2026")
                .endsWith("192.168.1.20:4711");
    }

    private void three() throws InterruptedException {
        node.pool(
                MemoryNode.device("ann", true, 1),
                MemoryNode.device("bob", true, 2),
                MemoryNode.device("cat", false, 2));
        live.tick();
        desk.settle();
    }

    private List<String> asked(String name) {
        model.askToRemove("id-of-" + name);
        return model.removalProperty().get() instanceof Removal.Asked(var _, var consequences)
                ? consequences
                : List.of();
    }

    @Test
    void a_removal_is_asked_about_first_and_says_what_becomes_of_the_copies()
            throws InterruptedException {
        node.copies(0, 0, 2);
        three();
        assertThat(asked("bob"))
                .containsExactly(
                        "The copies on bob are made again on the other devices, from the copies"
                                + " they have.",
                        "bob gets nothing more. What lies on it stays there, and can still be read"
                                + " there.");
        assertThat(node.asked()).isEmpty();
        model.keep();
        assertThat(model.removalProperty().get()).isEqualTo(new Removal.None());
    }

    @Test
    void a_removal_warns_of_copies_still_owed_of_too_few_devices_and_of_one_away()
            throws InterruptedException {
        node.copies(4, 4, 3);
        three();
        assertThat(asked("cat"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("4 copies are still to be made"),
                        next -> assertThat(next).contains("Only 2 devices are left"),
                        last -> assertThat(last).contains("cat is away"));
    }

    @Test
    void a_confirmed_removal_is_carried_out_once() throws InterruptedException {
        three();
        node.answers((command, events) -> new Outcome.Changed(1));
        asked("bob");
        model.remove();
        model.remove();
        assertThat(model.removalProperty().get()).isEqualTo(new Removal.Going("bob"));
        desk.settle();
        assertThat(node.asked()).containsExactly(new Command.RemoveDevice("bob", false));
        assertThat(model.removalProperty().get()).isEqualTo(new Removal.Gone("bob"));
    }

    @Test
    void a_removal_that_is_refused_says_why() throws InterruptedException {
        three();
        var refused = new Problem(Problem.Code.REFUSED, "You may not.", "Ask an owner.");
        node.answers(
                (command, events) -> {
                    throw new NodeException(refused, null);
                });
        asked("bob");
        model.remove();
        desk.settle();
        assertThat(model.removalProperty().get()).isEqualTo(new Removal.Failed(refused));
    }

    @Test
    void only_an_owner_is_offered_removals_and_never_its_own() throws InterruptedException {
        three();
        assertThat(model.devices())
                .extracting(DeviceCard::removable)
                .containsExactly(false, true, true);
    }
}
