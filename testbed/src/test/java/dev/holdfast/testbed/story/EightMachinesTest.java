package dev.holdfast.testbed.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Eight machines on one network form a pool by words alone, lose the network and find each other
/// again, also when all that they knew of each other's addresses is over.
@Tag("long")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EightMachinesTest {

    private static final List<String> PEOPLE =
            List.of("ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal");

    private Path folder;
    private Machines machines;

    /// Parts that came to a good end; those behind one that did not have nothing to say.
    private int told;

    @BeforeAll
    void eight_machines(@TempDir Path temporary) throws Exception {
        folder = temporary;
        machines = new Machines(folder);
        for (var name : PEOPLE) {
            machines.add(name);
        }
        machines.found(PEOPLE.getFirst());
    }

    @AfterAll
    void all_stop() {
        if (machines != null) {
            machines.close();
        }
    }

    private void follows(int part) {
        assumeTrue(told == part, "a part before it failed");
    }

    private void allSeeAll() throws Exception {
        for (var name : PEOPLE) {
            machines.await("all are here", name, Machines::isOnline, PEOPLE.size());
        }
    }

    @Test
    @Order(1)
    void each_of_seven_guests_comes_in_and_all_see_all() throws Exception {
        follows(0);
        for (var guest : PEOPLE.subList(1, PEOPLE.size())) {
            machines.joins(guest, "ann");
        }
        allSeeAll();
        told = 1;
    }

    @Test
    @Order(2)
    void who_lost_the_network_is_missed_and_found_again() throws Exception {
        follows(1);
        var lost = List.of("dan", "gus");
        for (var name : lost) {
            machines.house(name).unplug();
        }
        machines.await("two are missed", "ann", Machines::isOnline, PEOPLE.size() - lost.size());
        machines.await("nobody else is here", "gus", Machines::isOnline, 1);
        for (var name : lost) {
            machines.house(name).plugIn();
        }
        allSeeAll();
        told = 2;
    }

    @Test
    @Order(3)
    void all_get_other_addresses_at_once_and_find_each_other() throws Exception {
        follows(2);
        for (var name : PEOPLE) {
            machines.house(name).unplug();
        }
        machines.await("ann is alone", "ann", Machines::isOnline, 1);
        for (int i = 0; i < PEOPLE.size(); i++) {
            machines.house(PEOPLE.get(i)).moves(machines.street().address(101 + i));
            machines.house(PEOPLE.get(i)).plugIn();
        }
        allSeeAll();
        for (int i = 1; i < PEOPLE.size(); i++) {
            var now = machines.street().address(101 + i);
            machines.await("where they are now", "ann", Machines.isAt(now), 1);
        }
        told = 3;
    }

    @Test
    @Order(4)
    void a_file_that_one_stores_is_read_on_all() throws Exception {
        follows(3);
        var file = Samples.random(folder.resolve("lake"), 3 << 20, 1);
        machines.run("hal", "put", file.toString(), "files:/", "--wait", "copies:3").expect(0);
        for (var name : PEOPLE) {
            var copy = folder.resolve("lake-by-" + name);
            machines.reads(name, "files:/lake", copy);
            assertThat(copy).hasSameBinaryContentAs(file);
        }
    }
}
