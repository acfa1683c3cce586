package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.cluster.ClusterEvent;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Health.State;
import dev.holdfast.engine.core.membership.Health.Turned;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.RepairProgress;
import dev.holdfast.engine.upkeep.Upkeep;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

class NewsTest {

    private static final DeviceId ANN = new DeviceId(new Hash(1, 0, 0, 0));
    private static final DeviceId BOB = new DeviceId(new Hash(2, 0, 0, 0));
    private static final VolumeId FILES = new VolumeId(new Hash(9, 0, 0, 0));

    private static final Upkeep.Waits NOBODY = new Upkeep.Waits(List.of(), List.of());

    private final News news =
            new News(
                    id -> id.equals(ANN) ? "ann" : "bob",
                    ANN,
                    (_, dot) -> dot.n() < 10,
                    InstantSource.fixed(Instant.EPOCH));

    private List<String> told() throws InterruptedException {
        var told = new ArrayList<String>();
        news.chronicle()
                .tell(
                        false,
                        event -> {
                            var happened = (Event.Happened) event;
                            told.add(happened.kind() + " " + happened.what());
                        });
        return told;
    }

    private void turns(State from, State to) {
        news.on(new ClusterEvent.HealthTurned(new Turned(BOB, from, to)));
    }

    @Test
    void a_device_that_comes_and_goes_is_told_and_one_that_is_only_late_is_not() throws Exception {
        turns(State.OFFLINE, State.ONLINE);
        turns(State.ONLINE, State.SUSPECT);
        turns(State.SUSPECT, State.ONLINE);
        turns(State.SUSPECT, State.OFFLINE);
        turns(State.MISSED, State.GONE);

        assertThat(told())
                .containsExactly(
                        "DEVICE_CAME bob is here.",
                        "DEVICE_WENT bob does not answer any more.",
                        "DEVICE_WENT bob is away for so long that all its copies are made again.");
    }

    @Test
    void what_another_device_wrote_is_told_once() throws Exception {
        var writer = new Actor(BOB, 7);
        news.named(BOB, FILES, new Dot(writer, 1));
        news.named(ANN, FILES, new Dot(writer, 1));
        news.named(BOB, FILES, new Dot(writer, 1));
        news.named(BOB, FILES, new Dot(writer, 3));
        news.named(BOB, FILES, new Dot(writer, 2));

        assertThat(told())
                .containsExactly(
                        "NAMES_CHANGED bob changed files.", "NAMES_CHANGED bob changed files.");
    }

    @Test
    void a_batch_that_only_says_what_was_seen_is_no_news() throws Exception {
        var writer = new Actor(BOB, 7);
        news.named(BOB, FILES, new Dot(writer, 9));
        news.named(BOB, FILES, new Dot(writer, 11));
        assertThat(told()).hasSize(1);
    }

    @Test
    void copies_are_told_when_they_begin_to_be_owed_and_when_all_are_made() throws Exception {
        news.look(new RepairProgress(0, 0, 0, 2, true), NOBODY);
        news.look(new RepairProgress(7, 5, 0, 1, false), NOBODY);
        news.look(new RepairProgress(3, 2, 0, 1, false), NOBODY);
        news.look(new RepairProgress(0, 0, 0, 2, false), NOBODY);
        news.look(new RepairProgress(0, 0, 0, 2, true), NOBODY);
        news.look(new RepairProgress(1, 1, 0, 1, true), NOBODY);

        assertThat(told())
                .containsExactly(
                        "COPIES_OWED 7 copies are still to be made.",
                        "COPIES_MADE All copies are made.",
                        "COPIES_OWED One copy is still to be made.");
    }

    @Test
    void copies_are_owed_for_a_reason_which_is_told_once() throws Exception {
        var away = new Upkeep.Waits(List.of(BOB), List.of());
        turns(State.MISSED, State.GONE);
        for (int look = 0; look < 5; look++) {
            news.look(new RepairProgress(7, 5, 0, 1, false), away);
            news.because("bob has lost chunks");
        }
        assertThat(told().stream().skip(1))
                .containsExactly(
                        "COPIES_OWED 7 copies are still to be made, as bob is away for so long; not"
                                + " here: bob.",
                        "COPIES_OWED 7 copies are still to be made, as bob has lost chunks; not"
                                + " here: bob.");
    }

    @Test
    void a_reason_for_which_nothing_was_owed_is_forgotten() throws Exception {
        news.because("bob has lost chunks");
        news.look(new RepairProgress(0, 0, 0, 2, true), NOBODY);
        news.look(new RepairProgress(1, 1, 0, 1, true), NOBODY);
        assertThat(told()).containsExactly("COPIES_OWED One copy is still to be made.");
    }

    @Test
    void a_device_without_room_is_told_once_until_it_has_some_again() throws Exception {
        var full = new Upkeep.Waits(List.of(), List.of(BOB));
        var progress = new RepairProgress(0, 0, 0, 2, true);
        news.look(progress, full);
        news.look(progress, full);
        news.look(progress, NOBODY);
        news.look(progress, full);
        assertThat(told())
                .hasSize(2)
                .allMatch(what -> what.startsWith("DEVICE_FULL bob has no room for more copies;"));
    }

    @Test
    void what_is_held_back_is_told_once_for_as_long_as_it_is() throws Exception {
        news.tellHeld(List.of("Sending is held.", "Receiving is held."));
        news.tellHeld(List.of("Sending is held."));
        assertThat(told()).containsExactly("WAITS Sending is held.", "WAITS Receiving is held.");
        news.tellHeld(List.of());
        news.tellHeld(List.of("Sending is held."));
        assertThat(told()).hasSize(3);
    }

    @Test
    void trouble_is_told_with_what_to_do_and_looking_changes_nothing() throws Exception {
        var problem = new Problem(Problem.Code.REFUSED, "A stranger came.", "Invite it.");
        news.on(new ClusterEvent.Troubled(problem));
        news.done(new Command.ListDevices());
        news.done(new Command.Remove(new VolumePath("files", "/x"), false));

        assertThat(told())
                .containsExactly(
                        "TROUBLE A stranger came. Invite it.", "NAMES_CHANGED Removed files:/x.");
    }
}
