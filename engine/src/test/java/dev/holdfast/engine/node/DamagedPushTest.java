package dev.holdfast.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event.Happened;
import dev.holdfast.engine.api.Event.Kind;
import dev.holdfast.engine.api.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who gives a chunk away does not hash it: whoever takes it does.
@Timeout(120)
class DamagedPushTest {

    @Test
    void damage_that_a_receiver_refuses_is_put_aside_by_the_giver(@TempDir Path folder)
            throws Exception {
        try (var pool = new Household(folder, Map.of())) {
            pool.found("ann");
            pool.put("ann", "/lake.mov", SpoiltHome.bytes(1, 900_000), 1);
            pool.stop("ann");
            pool.damageOneChunk("ann");
            pool.start("ann");
            pool.admit("ann", "bob", Role.MEMBER);

            var told = Household.await(() -> told(pool), kinds -> kinds.contains(Kind.DAMAGED));
            assertThat(told).contains(Kind.DAMAGED);
            assertThat(pool.run("bob", new Command.Scrub(true)).damaged()).isZero();
        }
    }

    private static List<Kind> told(Household pool) throws Exception {
        var told = new ArrayList<Kind>();
        pool.daemon("ann")
                .node()
                .run(
                        new Command.ListEvents(false),
                        event -> {
                            if (event instanceof Happened happened) {
                                told.add(happened.kind());
                            }
                        });
        return told;
    }
}
