package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.collecting.Consent;
import dev.holdfast.engine.collecting.NeedsTalk;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.collecting.Survey;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.core.wire.NamesMessage.ChainHead;
import dev.holdfast.engine.core.wire.NamesMessage.Unneeded;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.net.NetException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a keeper takes for needed by nobody, by what ann and bob say when they are asked.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentTest {

    private Household pool;
    private OpenHome kim;

    @BeforeAll
    void kim_keeps_what_ann_has_put(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of());
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.admit("ann", "kim", Role.KEEPER);
        pool.meet();
        pool.put("ann", "/kept", SpoiltHome.bytes(1, 700_000), 3);
        // A put is over by the next batch of its writer; kim has that when the name is with three.
        pool.put("ann", "/next", new byte[0], 3);
        for (var name : List.of("ann", "bob", "kim")) {
            pool.stop(name);
        }
        kim = OpenHome.open(pool.files("kim"));
    }

    @AfterAll
    void all_stop() {
        kim.close();
        pool.close();
    }

    /// What each device says when kim asks it whether anything is needed.
    private static Asker saying(Predicate<DeviceId> isAllUnneeded) {
        return (device, question, _) -> {
            var ids = ((AskNeeded) question).ids();
            return new Unneeded(Bitmap.of(ids.size(), _ -> isAllUnneeded.test(device)), true);
        };
    }

    private DeviceId only(Role role) {
        return kim.live().roster().admitted().stream()
                .filter(device -> device.role().name().equals(role.name()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<?> dead(Asker asker) throws Exception {
        return new Consent(kim.archive(), kim.live()::name, asker)
                .verdict(Optional.empty(), Instant.EPOCH)
                .dead();
    }

    @Test
    void one_member_gone_bad_makes_no_keeper_delete() throws Exception {
        var ann = only(Role.OWNER);
        var bob = only(Role.MEMBER);
        assertThat(dead(saying(bob::equals))).isEmpty();
        assertThat(dead(saying(ann::equals))).isEmpty();
        assertThat(dead(saying(_ -> true))).as("the tries reach something").isNotEmpty();
    }

    @Test
    void while_one_cannot_be_asked_or_answers_nonsense_nothing_is_dead() {
        Asker away =
                (_, _, _) -> {
                    throw new NetException(NetException.Kind.UNREACHABLE, "away");
                };
        Asker odd = (_, _, _) -> new Unneeded(Bitmap.of(1024, _ -> true), true);
        for (var asker : List.of(away, odd)) {
            assertThatThrownBy(() -> dead(asker)).isInstanceOf(DoubtException.class);
        }
    }

    @Test
    void who_holds_another_branch_of_a_history_needs_all() throws Exception {
        var asked = new ArrayList<AskNeeded>();
        Asker listener =
                (_, question, _) -> {
                    asked.add((AskNeeded) question);
                    throw new NetException(NetException.Kind.UNREACHABLE, "away");
                };
        assertThatThrownBy(() -> dead(listener)).isInstanceOf(DoubtException.class);
        var heads = asked.getFirst().heads();
        var nothingIsNeeded = List.of(ChunkId.LAST);
        try (var ann = OpenHome.open(pool.files("ann"))) {
            Survey.Fetch nowhere =
                    (id, _) -> {
                        throw new AssertionError("fetched " + id);
                    };
            var reader = new Survey.Judge(ann.archive(), ann.sealer(), nowhere);
            var talk =
                    new NeedsTalk(
                            ann.archive(),
                            Optional.of(reader),
                            ann.marks(),
                            Duration.ZERO,
                            () -> Instant.EPOCH);
            assertThat(talk.answer(new AskNeeded(nothingIsNeeded, false, heads)).unneeded())
                    .as("she has heard all that kim has")
                    .isEqualTo(Bitmap.of(1, _ -> true));
            var branch = new ArrayList<>(heads);
            branch.replaceAll(
                    head ->
                            new ChainHead(
                                    head.volume(),
                                    head.actor(),
                                    head.n(),
                                    Sha256.of(head.hash().toBytes())));
            assertThat(talk.answer(new AskNeeded(nothingIsNeeded, false, branch)).unneeded())
                    .isEqualTo(Bitmap.of(1, _ -> false));
        }
    }

    @Test
    void what_a_put_may_still_name_is_not_even_asked_about() throws Exception {
        var earlier = Optional.of(Map.<VolumeId, VersionVector>of());
        Asker nobody =
                (_, question, _) -> {
                    throw new AssertionError("asked " + question);
                };
        assertThat(
                        new Consent(kim.archive(), kim.live()::name, nobody)
                                .verdict(earlier, Instant.EPOCH)
                                .dead())
                .as("by the batches of then no put had ended")
                .isEmpty();
    }
}
