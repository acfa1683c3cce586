package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
        pool.keepsNoHistory("ann");
        pool.put("ann", "/kept", KEPT, 3);
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
        assertThat(notes("kim"))
                .singleElement(STRING)
                .startsWith("Collecting waits since ")
                .contains("Nothing goes: " + bob);
        pool.start("bob");
        pool.meet();
        var _ = await(() -> used("kim"), used -> used < full);
        var _ = await(() -> notes("kim"), List::isEmpty);
        assertThat(pool.get("bob", "/kept")).isEqualTo(KEPT);
    }

    @Test
    void a_member_that_is_parked_holds_nothing_up_and_deletes_it_too_when_it_is_back()
            throws Exception {
        long before = used("kim");
        pool.put("ann", "/gone", GONE, 3);
        pool.stop("bob");
        pool.run("ann", new Command.Remove(Household.at("/gone"), false));
        var _ = await(() -> isHere("bob"), here -> !here);
        var said =
                await(
                        () -> pool.run("ann", new Command.Collect(false, false)),
                        collected -> !collected.waits().isEmpty());
        assertThat(said.waits().toString()).contains("bob");
        pool.run("ann", new Command.ParkDevice("bob", false));
        for (var name : new String[] {"ann", "kim"}) {
            var _ = await(() -> used(name), used -> used == before);
        }
        pool.start("bob");
        pool.meet();
        for (var name : new String[] {"bob", "ann", "kim"}) {
            var _ = await(() -> used(name), used -> used == before);
        }
        assertThat(pool.get("bob", "/kept")).isEqualTo(KEPT);
    }

    private boolean isHere(String name) throws Exception {
        return pool.run("ann", new Command.ShowDevice(name)).device().online();
    }

    private List<String> notes(String name) throws Exception {
        return pool.daemon(name).node().status().notes();
    }

    private String nameOfBobOnKim() throws Exception {
        return pool.run("kim", new Command.ListDevices()).devices().stream()
                .filter(device -> device.role() == Role.MEMBER)
                .map(Outcome.Device::name)
                .findFirst()
                .orElseThrow();
    }
}
