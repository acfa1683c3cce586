package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.SignedStatement.Heading;
import dev.holdfast.engine.core.membership.Statement.Changed;
import dev.holdfast.engine.core.membership.Statement.Claimed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mal, a member of ann's pool, states things as fast as it can.
@Timeout(120)
class FloodTest {

    /// What a device may add without a wait, and in a day.
    private static final int FREE = 4096;

    private static final int A_DAY = 64;
    private static final int FLOOD = FREE + 5 * A_DAY;

    private final Village village = Village.ofQuietPeople();
    private List<SignedStatement> known = List.of();
    private Village.Neighbour ann;
    private Village.Neighbour bob;
    private Village.Neighbour mal;

    @BeforeEach
    void ann_has_let_two_members_in_of_whom_one_floods() throws Exception {
        var roster = Village.roster("ann");
        for (var who : List.of("bob", "mal")) {
            var keys = new ToyKeys("ann");
            var heading = roster.heading(Optional.of(keys.id()));
            var admission = Village.admission(roster, who, Role.MEMBER);
            var signed = SignedStatement.sign(heading, admission, keys::sign);
            roster = roster.with(List.of(signed), ToyKeys.SIGNATURES::verify);
        }
        known = roster.statements();
        ann = village.moveIn("ann", known);
        bob = village.moveIn("bob", known);
        mal = village.moveIn("mal", flood());
        village.startAll();
    }

    @AfterEach
    void leave() {
        village.close();
    }

    /// One after the other.
    private List<SignedStatement> flood() {
        var keys = new ToyKeys("mal");
        var all = new ArrayList<>(known);
        for (int i = 0; i < FLOOD; i++) {
            var seen = List.of(all.getLast().id());
            var pool = Optional.of(known.getFirst().pool());
            var heading = new Heading(pool, Optional.of(keys.id()), seen);
            var says = new Changed(keys.id(), new Claimed(i));
            all.add(SignedStatement.sign(heading, says, keys::sign));
        }
        return all;
    }

    private static boolean isTold(Village.Neighbour who) {
        return who.events.stream()
                .anyMatch(
                        each ->
                                each instanceof ClusterEvent.Troubled(var problem)
                                        && problem.what().contains("states far more"));
    }

    @Test
    void it_fills_no_roster_and_the_rest_comes_in_a_part_a_day() throws Exception {
        ann.knows(mal);
        village.until("ann has what is free", () -> ann.log.size() >= known.size() + FREE);
        village.until("ann says so", () -> isTold(ann));
        assertThat(ann.log).hasSize(known.size() + FREE);
        bob.knows(ann);
        village.until("bob has what ann has", () -> bob.log.size() == ann.log.size());
        village.untilLinked("bob", "mal");

        long sessions = sessions(ann);
        village.passes(Duration.ofDays(1));
        village.until("a day's part has come", () -> ann.log.size() == known.size() + FREE + A_DAY);
        village.until("to bob too", () -> bob.log.size() == ann.log.size());
        assertThat(sessions(ann)).as("as many as before").isEqualTo(sessions);
    }

    /// How many there have been.
    private static long sessions(Village.Neighbour who) {
        return who.events.stream().filter(ClusterEvent.PeerUp.class::isInstance).count();
    }

    @Test
    void who_floods_is_put_out_while_it_does() throws Exception {
        mal.knows(ann);
        mal.knows(bob);
        village.until("bob has what is free", () -> bob.log.size() >= known.size() + FREE);
        ann.revokes("mal");
        bob.knows(ann);
        village.until("bob hears", () -> !bob.cluster.roster().isAdmitted(mal.id()));
        village.until("mal is let go", () -> !mal.isLinked(bob) && !mal.isLinked(ann));
    }
}
