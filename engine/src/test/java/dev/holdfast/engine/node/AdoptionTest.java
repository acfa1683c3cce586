package dev.holdfast.engine.node;

import static dev.holdfast.engine.node.Household.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Map;

/// Bob is put out while he is away, has not heard of it, and lets eve and fay in. Cat, who was with
/// him, brings that home.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdoptionTest {

    private static final String FAY = "fay & co";

    private Household pool;

    @BeforeAll
    void bob_lets_two_in_after_he_was_put_out(@TempDir Path folder) throws Exception {
        pool = new Household(folder, Map.of());
        pool.found("ann");
        pool.admit("ann", "bob", Role.OWNER);
        pool.admit("ann", "cat", Role.MEMBER);
        pool.meet();
        pool.stop("bob");
        pool.stop("cat");
        pool.run("ann", new Command.RemoveDevice("bob", true));
        pool.stop("ann");
        pool.start("bob");
        pool.start("cat");
        pool.admit("bob", "eve", Role.OWNER);
        pool.admit("bob", FAY, Role.MEMBER);
        pool.meet();
        var content = SpoiltHome.bytes(1, 100);
        assertThat(pool.put("eve", "/by-eve", content, 1).copies().min()).isPositive();
        pool.stop(FAY);
        pool.stop("bob");
        pool.start("ann");
    }

    @AfterAll
    void all_stop() {
        pool.close();
    }

    private Outcome.Device seen(String name) throws Exception {
        return pool.run("ann", new Command.ListDevices()).devices().stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Problem> problems() throws Exception {
        return pool.daemon("ann").node().status().problems().stream()
                .filter(problem -> problem.what().contains("quarantined"))
                .toList();
    }

    @Test
    @Order(1)
    void who_was_let_in_by_one_that_is_out_is_named_with_what_to_do() throws Exception {
        var told = Household.await(this::problems, all -> all.size() == 2).getFirst();
        assertThat(told.what())
                .isEqualTo("eve is quarantined: bob let it in, which was out of the pool by then.");
        assertThat(told.remedy())
                .contains("`holdfast device adopt eve`", "`holdfast device remove eve`");
        assertThat(problems().getLast().remedy())
                .as("a name that a shell would read is not put into a command")
                .contains("`holdfast device adopt ")
                .doesNotContain("&");
        assertThat(seen("eve").duty()).isEqualTo(Outcome.Duty.QUARANTINED);
        assertThat(seen("eve").capacityBytes()).isZero();
        var shown = pool.run("ann", new Command.ShowDevice("eve"));
        assertThat(shown.admittedBy()).contains("bob");
        assertThat(pool.daemon("ann").node().status().pool().devices()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void who_is_no_owner_adopts_nobody() {
        assertThatThrownBy(() -> pool.run("cat", new Command.AdoptDevice("eve")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("Only an owner takes a device in");
        assertThatThrownBy(() -> pool.run("ann", new Command.AdoptDevice("bob")))
                .as("who was put out is out for good")
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no device named bob");
    }

    @Test
    @Order(3)
    void one_that_is_adopted_is_a_member_and_what_it_wrote_counts() throws Exception {
        assertThat(pool.run("ann", new Command.AdoptDevice("eve")).entries()).isOne();
        assertThat(seen("eve").duty()).isEqualTo(Outcome.Duty.ACTIVE);
        assertThat(seen("eve").role()).isEqualTo(Role.MEMBER);
        assertThat(pool.run("ann", new Command.AdoptDevice("eve")).entries()).isZero();
        var _ = Household.await(() -> seen("eve").online(), here -> here);
        var _ = Household.await(() -> sees("ann", "/by-eve"), sees -> sees);
        assertThat(pool.put("eve", "/later", SpoiltHome.bytes(2, 100), 2).copies().min())
                .isGreaterThanOrEqualTo(2);
        var _ = Household.await(() -> sees("ann", "/later"), sees -> sees);
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

    @Test
    @Order(4)
    void one_that_is_removed_instead_is_spoken_of_no_more() throws Exception {
        pool.run("ann", new Command.RemoveDevice(FAY, false));
        assertThat(problems()).isEmpty();
        assertThat(pool.run("ann", new Command.ListDevices()).devices())
                .extracting(Outcome.Device::name)
                .containsExactlyInAnyOrder("ann", "cat", "eve");
    }
}
