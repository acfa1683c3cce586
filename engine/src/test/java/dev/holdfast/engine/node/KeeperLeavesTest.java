package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.await;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Keepers come to hold what is owed to them, give it away, are done without and leave, as members
/// do.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeeperLeavesTest {

    private static final byte[] FILM = SpoiltHome.bytes(1, 4_000_000);

    private Household pool;

    @BeforeAll
    void two_keepers_and_one_that_comes_later(@TempDir Path folder) throws Exception {
        pool =
                new Household(
                        folder,
                        Map.of(
                                "repair-after", "1d",
                                "repair-urgent-after", "1d",
                                "evict-after", "1s"));
        pool.found("ann");
        pool.admit("ann", "kim", Role.KEEPER);
        pool.meet();
        pool.put("ann", "/film", FILM, 2);
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    private long held(String name) throws Exception {
        return pool.daemon(name).node().status().storage().usedBytes();
    }

    @Test
    @Order(1)
    void a_keeper_is_given_what_is_owed_to_it_by_a_keeper_alone() throws Exception {
        // Nobody gives anything by itself, so all of it is given by whom that is asked of.
        startsAnew("ann", "metered", "on");
        startsAnew("kim", "metered", "on");
        pool.admit("ann", "lee", Role.KEEPER);
        pool.stop("ann");
        pool.meet();
        long sent = 0;
        while (held("lee") < held("kim")) {
            sent += pool.run("kim", new Command.Repair()).sentBytes();
        }
        assertThat(sent).isGreaterThan(FILM.length);
        assertThat(held("lee")).isEqualTo(held("kim"));
        startsAnew("kim", "metered", "off");
        startsAnew("ann", "metered", "off");
        pool.meet();
    }

    private void startsAnew(String name, String key, String value) throws Exception {
        pool.stop(name);
        pool.home(name).set(key, value);
        pool.start(name);
    }

    @Test
    @Order(2)
    void a_keeper_that_is_drained_has_nothing_left_and_goes() throws Exception {
        var drained = pool.run("ann", new Command.DrainDevice("kim", false));
        assertThat(drained.duty()).isEqualTo(Outcome.Duty.DRAINED);
        assertThat(held("kim")).isZero();
        assertThat(pool.run("kim", new Command.Rebalance()).leftChunks()).isZero();
        pool.run("ann", new Command.RemoveDevice("kim", false));
        var _ = await(this::problemsOfKim, said -> said.contains("removed from its pool"));
        pool.stop("kim");
        assertThat(devices("ann")).containsExactly("ann", "lee");
        assertThat(pool.get("ann", "/film")).isEqualTo(FILM);
    }

    private String problemsOfKim() throws NodeException {
        return pool.daemon("kim").node().status().problems().toString();
    }

    private List<String> devices(String name) throws Exception {
        return pool.run(name, new Command.ListDevices()).devices().stream()
                .map(Outcome.Device::name)
                .toList();
    }

    @Test
    @Order(3)
    void a_keeper_that_is_away_is_parked_and_takes_part_again_when_it_is_back() throws Exception {
        pool.admit("ann", "max", Role.KEEPER);
        pool.meet();
        pool.stop("lee");
        var _ = await(() -> isOnline("lee"), online -> !online);
        pool.run("ann", new Command.ParkDevice("lee", false));
        assertThat(notes()).containsExactly("lee is parked: the others do without it.");
        pool.put("ann", "/while-lee-was-away", FILM, 2);
        pool.start("lee");
        pool.meet();
        var duty = await(() -> device("lee").duty(), Outcome.Duty.ACTIVE::equals);
        assertThat(duty).isEqualTo(Outcome.Duty.ACTIVE);
        assertThat(notes()).isEmpty();
        var three = await(() -> copies("/with-lee"), copies -> copies == 3);
        assertThat(three).isEqualTo(3);
    }

    private List<String> notes() throws Exception {
        return pool.daemon("ann").node().status().notes();
    }

    private int copies(String path) throws Exception {
        return pool.put("ann", path, SpoiltHome.bytes(9, 50_000), 3).copies().min();
    }

    private boolean isOnline(String name) throws Exception {
        return device(name).online();
    }

    private Outcome.Device device(String name) throws Exception {
        return pool.run("ann", new Command.ShowDevice(name)).device();
    }
}
