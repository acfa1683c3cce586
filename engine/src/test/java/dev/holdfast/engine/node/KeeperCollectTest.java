package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.NamesMessage.AskNeeded;
import dev.holdfast.engine.core.wire.NamesMessage.Unneeded;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.node.Past.DoubtException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// What ann and bob delete goes from the disk of kim, a keeper, which cannot know by itself that
/// nobody needs it.
@Timeout(120)
class KeeperCollectTest {

    private static final byte[] KEPT = SpoiltHome.bytes(1, 700_000);
    private static final byte[] GONE = SpoiltHome.bytes(2, 900_000);

    private Household pool;

    @BeforeEach
    void two_members_and_a_keeper(@TempDir Path folder) throws Exception {
        pool =
                new Household(
                        folder,
                        Map.of(
                                "evict-after", "1s",
                                "collect-after", "500ms",
                                "collect-every", "500ms"));
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.admit("ann", "kim", Role.KEEPER);
        pool.meet();
        pool.run(
                "ann",
                new Command.SetVolume(
                        "files",
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ZERO)));
        pool.put("ann", "/kept", KEPT, 3);
        // Ann says that her put is over, and kim has heard it when the next name is with three.
        pool.run("ann", new Command.Collect(false, false));
        pool.put("ann", "/next", new byte[0], 3);
    }

    @AfterEach
    void all_stop() {
        pool.close();
    }

    private long used(String name) throws Exception {
        return pool.daemon(name).node().status().storage().usedBytes();
    }

    private void remove(String name, String path) throws Exception {
        var _ = await(() -> pool.get(name, path), content -> content.length > 0);
        pool.run(name, new Command.Remove(Household.at(path), false));
    }

    @Test
    void what_members_delete_gives_its_room_back_and_what_they_need_stays() throws Exception {
        long before = used("kim");
        pool.put("ann", "/gone", GONE, 3);
        assertThat(used("kim")).isGreaterThan(before + GONE.length / 2);
        remove("bob", "/gone");
        for (var name : new String[] {"kim", "ann", "bob"}) {
            var _ = await(() -> used(name), used -> used == before);
        }
        pool.stop("bob");
        pool.stop("ann");
        HomeFiles.deleteAll(pool.place("bob"));
        pool.start("ann");
        pool.meet();
        assertThat(pool.get("ann", "/kept")).isEqualTo(KEPT);
    }

    @Test
    void a_member_that_is_away_may_need_it_and_is_named() throws Exception {
        pool.put("ann", "/gone", GONE, 3);
        long full = used("kim");
        remove("bob", "/gone");
        pool.stop("bob");
        var bob = nameOfBobOnKim();
        var said =
                await(
                        () -> pool.run("kim", new Command.Collect(false, false)),
                        collected -> collected.waits().toString().contains(bob));
        assertThat(said.waits().toString()).startsWith("[Nothing goes: " + bob);
        assertThat(used("kim")).isEqualTo(full);
        pool.start("bob");
        pool.meet();
        var _ = await(() -> used("kim"), used -> used < full);
        assertThat(pool.get("bob", "/kept")).isEqualTo(KEPT);
    }

    private String nameOfBobOnKim() throws Exception {
        return pool.run("kim", new Command.ListDevices()).devices().stream()
                .filter(device -> device.role() == Role.MEMBER)
                .map(Outcome.Device::name)
                .findFirst()
                .orElseThrow();
    }

    /// What each device says when kim asks it whether anything is needed.
    private Asker saying(Predicate<DeviceId> isAllUnneeded) {
        return (device, question, patience) -> {
            var ids = ((AskNeeded) question).ids();
            return new Unneeded(Bitmap.of(ids.size(), _ -> isAllUnneeded.test(device)), true);
        };
    }

    private DeviceId only(OpenHome home, Role role) {
        return home.live().roster().admitted().stream()
                .filter(device -> device.role().name().equals(role.name()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void one_member_gone_bad_makes_no_keeper_delete() throws Exception {
        pool.stop("kim");
        try (var kim = OpenHome.open(pool.files("kim"))) {
            var ann = only(kim, Role.OWNER);
            var bob = only(kim, Role.MEMBER);
            assertThat(dead(kim, saying(bob::equals))).isEmpty();
            assertThat(dead(kim, saying(ann::equals))).isEmpty();
            assertThat(dead(kim, saying(_ -> true))).as("the tries reach something").isNotEmpty();
        }
    }

    private static List<?> dead(OpenHome kim, Asker asker) throws Exception {
        return new Consent(kim, asker).verdict(Optional.empty(), Instant.now()).dead();
    }

    @Test
    void while_one_cannot_be_asked_or_answers_nonsense_nothing_is_dead() throws Exception {
        pool.stop("kim");
        try (var kim = OpenHome.open(pool.files("kim"))) {
            Asker away =
                    (_, _, _) -> {
                        throw new NetException(NetException.Kind.UNREACHABLE, "away");
                    };
            Asker odd = (_, _, _) -> new Unneeded(Bitmap.of(1024, _ -> true), true);
            for (var asker : new Asker[] {away, odd}) {
                assertThatThrownBy(() -> dead(kim, asker)).isInstanceOf(DoubtException.class);
            }
        }
    }

    @Test
    void what_a_put_may_still_name_is_not_even_asked_about() throws Exception {
        pool.stop("kim");
        try (var kim = OpenHome.open(pool.files("kim"))) {
            var nobody = new Consent(kim, saying(_ -> true));
            var earlier = Optional.of(Map.<VolumeId, VersionVector>of());
            assertThat(nobody.verdict(earlier, Instant.now()).dead())
                    .as("by the batches of then no put had ended")
                    .isEmpty();
        }
    }
}
