package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
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
import java.util.Optional;
import java.util.TreeMap;

/// Only keepers are left. Each file that was stored with two copies comes back with the words from
/// whichever of them has it, and nothing else was needed.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeepersAloneTest {

    private final Map<String, byte[]> stored = new TreeMap<>();
    private Household pool;

    @BeforeAll
    void all_members_are_lost(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of("repair-after", "1d", "repair-urgent-after", "1d"));
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.admit("ann", "kim", Role.KEEPER);
        pool.admit("ann", "lee", Role.KEEPER);
        pool.meet();
        pool.stop("bob");
        put("/letters/first", SpoiltHome.bytes(1, 40_000));
        put("/letters/second", SpoiltHome.bytes(2, 70));
        put("/empty", new byte[0]);
        put("/film", SpoiltHome.bytes(3, 9_000_000));
        for (var lost : List.of("ann", "bob")) {
            pool.stop(lost);
            HomeFiles.deleteAll(pool.place(lost));
        }
    }

    private void put(String path, byte[] content) throws Exception {
        var copies = pool.put("ann", path, content, 2).copies();
        assertThat(copies.min()).as(path).isGreaterThanOrEqualTo(2);
        assertThat(copies.holders()).as(path).doesNotContain("bob");
        stored.put(path, content);
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    @Test
    @Order(1)
    void a_rehearsal_finds_everything_and_changes_nothing() throws Exception {
        var rehearsal = recover("lee", true, _ -> List.of());
        assertThat(rehearsal.isRehearsal()).isTrue();
        isWhole(rehearsal.found());
        assertThat(rehearsal.found().devices())
                .extracting(Found.Survivor::name)
                .containsExactly("ann", "bob", "kim", "lee");
        assertThat(rehearsal.found().devices().stream().filter(Found.Survivor::reached))
                .extracting(Found.Survivor::role)
                .containsExactly(Role.KEEPER, Role.KEEPER);
        assertThat(pool.place("dan")).doesNotExist();
        assertThat(devices("kim")).hasSize(4);
    }

    private Recovered recover(String at, boolean isRehearsal, Judge judge) throws Exception {
        return recover("dan", at, isRehearsal, judge);
    }

    private Recovered recover(String name, String keeper, boolean isRehearsal, Judge judge)
            throws Exception {
        var words = String.join(" ", pool.words());
        var at = Optional.of(pool.address(keeper));
        var how = new Home.Return(words, at, pool.beginning(name), isRehearsal);
        return pool.home(name).recover(how, judge);
    }

    private void isWhole(Found found) {
        assertThat(found.files()).isEqualTo(stored.size());
        assertThat(found.lackingFiles()).isZero();
        assertThat(found.unreadable()).isZero();
    }

    @Test
    @Order(2)
    @DisplayName("J5 with only keepers left the tree and every file come back")
    void the_words_and_a_keeper_bring_everything_back() throws Exception {
        var recovered = recover("kim", false, KeepersAloneTest::lost);
        isWhole(recovered.found());
        assertThat(recovered.putOut()).containsExactlyInAnyOrder("ann", "bob");
        assertThat(recovered.told()).containsExactlyInAnyOrder("kim", "lee");
        pool.start("dan");
        pool.meet();
        readsAll("dan");
    }

    private static List<String> lost(Found found) {
        return found.devices().stream()
                .filter(device -> !device.reached())
                .map(Found.Survivor::id)
                .toList();
    }

    private void readsAll(String name) throws Exception {
        for (var file : stored.entrySet()) {
            assertThat(pool.get(name, file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @Test
    @Order(3)
    void the_pool_goes_on_with_the_keepers_it_had() throws Exception {
        put("dan", "/after", SpoiltHome.bytes(4, 100_000));
        assertThat(devices("dan"))
                .extracting(Outcome.Device::name)
                .containsExactlyInAnyOrder("dan", "kim", "lee");
    }

    @Test
    @Order(4)
    void one_keeper_that_has_its_share_is_enough() throws Exception {
        for (var keeper : List.of("lee", "kim")) {
            var _ =
                    Household.await(
                            () -> pool.run(keeper, new Command.Repair()).owed(), owed -> owed == 0);
        }
        pool.stop("dan");
        pool.stop("lee");
        HomeFiles.deleteAll(pool.place("dan"));
        isWhole(recover("eve", "kim", false, _ -> List.of()).found());
        pool.start("eve");
        pool.meet();
        readsAll("eve");
    }

    private void put(String name, String path, byte[] content) throws Exception {
        assertThat(pool.put(name, path, content, 3).copies().min()).isEqualTo(3);
        stored.put(path, content);
    }

    private List<Outcome.Device> devices(String name) throws Exception {
        return pool.run(name, new Command.ListDevices()).devices();
    }
}
