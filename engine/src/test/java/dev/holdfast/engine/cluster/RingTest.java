package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.cluster.Village.Neighbour;
import dev.holdfast.engine.core.membership.Health.State;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.routing.Ring;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.net.LinkConditions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Links that form a ring: few stand, all hear of all, and others are opened when there is need.
@Timeout(180)
class RingTest {

    private static final int DEVICES = 16;

    /// Two for each doubling of the devices.
    private static final int SESSIONS_MAX = 2 * 4;

    private static final String[] NAMES =
            IntStream.range(0, DEVICES).mapToObj(i -> "device" + i).toArray(String[]::new);

    private Village village;

    RingTest() throws Exception {
        village = Village.of(Topology.RING, NAMES);
    }

    @BeforeEach
    void begin() throws Exception {
        village.startAll();
        village.meet();
        village.until("all find all", ofMillis(200), () -> all().allMatch(this::findsAll));
        village.until("no session is left that nobody needs", ofSeconds(1), this::isSettled);
    }

    @AfterEach
    void leave() {
        village.close();
    }

    @Test
    void all_hear_what_one_states_over_few_sessions() throws Exception {
        assertThat(all()).allMatch(n -> n.cluster.connected().size() <= SESSIONS_MAX);
        village.get("device5").admits("zoe", Role.MEMBER);
        var zoe = new ToyKeys("zoe").id();
        village.until(
                "all know zoe", () -> all().allMatch(n -> n.cluster.roster().isAdmitted(zoe)));

        var late = village.moveIn("zoe", village.get("device5").cluster.roster().statements());
        late.start(List.of());
        late.knows(village.get("device9"));
        village.until("all find zoe", ofMillis(200), () -> all().allMatch(n -> finds(n, late)));
        village.until("zoe finds all", ofMillis(200), () -> findsAll(late));
    }

    @Test
    void one_that_went_is_found_gone_by_all_and_back_by_all() throws Exception {
        var gone = village.get("device3");
        paths(gone, LinkConditions.CUT);
        village.until(
                "all others miss it",
                ofMillis(500),
                () -> others(gone).noneMatch(n -> finds(n, gone)));
        village.until(
                "nobody else is missed",
                ofMillis(500),
                () ->
                        others(gone)
                                .allMatch(n -> others(gone).allMatch(m -> n == m || finds(n, m))));
        assertThat(others(gone)).allMatch(n -> n.finds(gone) == State.OFFLINE);

        paths(gone, LinkConditions.PERFECT);
        village.until("all find all again", ofSeconds(1), () -> all().allMatch(this::findsAll));
    }

    @Test
    void a_session_is_opened_on_demand_and_goes_when_nobody_uses_it() throws Exception {
        var ann = village.get("device0");
        var far = others(ann).filter(n -> !ann.isLinked(n)).findFirst().orElseThrow();
        assertThat(ann.cluster.isStanding(far.id())).isFalse();
        var connection = ann.cluster.reach(far.id());
        assertThat(connection).isPresent();
        assertThat(ann.cluster.reach(far.id())).isEqualTo(connection);
        village.until("it has gone again", ofSeconds(1), () -> !ann.isLinked(far));
        assertThat(ann.cluster.isHere(far.id())).isTrue();
        assertThat(ann.finds(far)).isEqualTo(State.ONLINE);
    }

    @Test
    void one_that_cannot_be_reached_on_demand_is_not_here_any_more() throws Exception {
        var ann = village.get("device0");
        var far = others(ann).filter(n -> !ann.isLinked(n)).findFirst().orElseThrow();
        village.path("device0", name(far), LinkConditions.CUT);
        assertThat(ann.cluster.reach(far.id())).isEmpty();
        village.until("ann knows", ofMillis(200), () -> !ann.cluster.isHere(far.id()));
        assertThat(others(far).filter(n -> n != ann)).allMatch(n -> finds(n, far));
    }

    private void paths(Neighbour to, LinkConditions conditions) {
        for (var name : NAMES) {
            if (village.get(name) != to) {
                village.path(name, name(to), conditions);
            }
        }
    }

    private String name(Neighbour neighbour) {
        return Arrays.stream(NAMES)
                .filter(n -> village.get(n) == neighbour)
                .findFirst()
                .orElseThrow();
    }

    private Stream<Neighbour> all() {
        return Arrays.stream(NAMES).map(village::get);
    }

    private Stream<Neighbour> others(Neighbour but) {
        return all().filter(n -> n != but);
    }

    private static boolean finds(Neighbour by, Neighbour whom) {
        return by.cluster.isHere(whom.id()) && by.finds(whom) == State.ONLINE;
    }

    private boolean findsAll(Neighbour by) {
        return others(by).allMatch(n -> finds(by, n));
    }

    private boolean isSettled() {
        var ring = Ring.of(all().map(Neighbour::id).toList());
        return all().allMatch(n -> n.cluster.connected().equals(ring.peers(n.id())));
    }
}
