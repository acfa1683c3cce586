package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A home is copied with all that is in it, key and all, and the copy runs too. As in the image of
/// a disk, nothing tells that it is a copy.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClonedHomeTest {

    private Household pool;

    @BeforeAll
    void bobs_home_is_copied(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of());
        pool.found("ann");
        pool.admit("ann", "bob", Role.MEMBER);
        pool.meet();
        put("bob", "/before", 2);
        pool.stop("bob");
        Household.copy(pool.place("bob"), pool.place("copy"));
        new LifeFile(pool.files("copy"), InstantSource.system()).write(Optional.empty());
        pool.start("bob");
        pool.meet();
        put("bob", "/by-bob", 2);
        pool.stop("bob");
    }

    private void put(String name, String path, int copies) throws Exception {
        assertThat(pool.put(name, path, SpoiltHome.bytes(1, 100), copies).copies().min())
                .isEqualTo(copies);
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    private boolean sees(String name, String path) throws Exception {
        try {
            pool.run(name, new Command.Describe(at(path)));
            return true;
        } catch (NodeException e) {
            assertThat(e.problem().code()).isEqualTo(Problem.Code.NO_SUCH);
            return false;
        }
    }

    private List<String> problems(String name) throws Exception {
        return pool.daemon(name).node().status().problems().stream().map(Problem::what).toList();
    }

    @Test
    @Order(1)
    void a_copy_that_writes_before_it_hears_of_anybody_is_noticed_and_the_person_told()
            throws Exception {
        pool.stop("ann");
        pool.start("copy");
        put("copy", "/by-the-copy", 1);
        pool.start("ann");
        pool.meet();
        var _ =
                Household.await(
                        () -> problems("ann"),
                        all -> all.stream().anyMatch(p -> p.startsWith("bob wrote two histories")));
        assertThat(sees("ann", "/before")).isTrue();
        assertThat(sees("ann", "/by-the-copy")).isFalse();
    }

    @Test
    @Order(2)
    void what_either_writes_then_counts_again() throws Exception {
        put("copy", "/after-by-the-copy", 2);
        assertThat(sees("ann", "/after-by-the-copy")).isTrue();
        pool.stop("copy");
        pool.start("bob");
        pool.meet();
        var _ = Household.await(() -> sees("bob", "/after-by-the-copy"), seen -> seen);
        put("bob", "/after-by-bob", 2);
        assertThat(sees("ann", "/after-by-bob")).isTrue();
    }

    @Test
    @Order(3)
    void both_at_once_are_told_to_all_who_run_and_stand_in_their_status() throws Exception {
        pool.home("copy").set("listen", "127.0.0.1:0");
        pool.start("copy");
        for (var name : List.of("ann", "bob", "copy")) {
            var who = name.equals("ann") ? "bob" : "This device";
            var _ =
                    Household.await(
                            () -> problems(name),
                            all -> all.stream().anyMatch(p -> p.startsWith(who + " runs twice")));
        }
        pool.stop("copy");
    }

    @Test
    @Order(4)
    void a_stolen_identity_is_worth_nothing_once_its_device_is_out() throws Exception {
        pool.stop("bob");
        pool.run("ann", new Command.RemoveDevice("bob", true));
        put("ann", "/later", 1);
        pool.start("copy");
        var _ =
                Household.await(
                        () -> pool.daemon("copy").node().status().pool().online(),
                        online -> online == 0);
        assertThat(pool.run("ann", new Command.ListDevices()).devices())
                .extracting(Outcome.Device::name)
                .containsExactly("ann");
        assertThat(sees("copy", "/later")).isFalse();
    }
}
