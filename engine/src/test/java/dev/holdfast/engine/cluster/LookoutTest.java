package dev.holdfast.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.holdfast.engine.cluster.ClusterEvent.SightTurned;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.Health.State;
import dev.holdfast.engine.core.membership.Role;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.SessionMessage.Hello;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.core.wire.SessionMessage.ProbeFor;
import dev.holdfast.engine.core.wire.SessionMessage.Probed;
import dev.holdfast.engine.core.wire.SessionMessage.Rumours;
import dev.holdfast.engine.core.wire.SessionMessage.Versions;
import dev.holdfast.engine.net.Dial;
import dev.holdfast.engine.net.LinkConditions;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who lives, as a few devices find out over a network of memory. How long it takes is told by
/// `SwimStoryTest`.
@Timeout(120)
class LookoutTest {

    private static final Duration STEP = ofMillis(100);

    private Optional<Village> village = Optional.empty();

    @AfterEach
    void leave() {
        village.ifPresent(Village::close);
    }

    @Test
    void a_path_that_is_dead_one_way_is_told_from_a_dead_device() throws Exception {
        var v = linked("ann", "bob", "cat");
        v.pathOneWay("bob", "ann", LinkConditions.SILENT);
        v.until("ann hears of bob", STEP, () -> sight(v, "ann", "bob") == Sight.ELSEWHERE);
        assertThat(sight(v, "cat", "bob")).isEqualTo(Sight.REACHED);
        v.until(
                "others are told",
                STEP,
                () -> v.get("ann").events.stream().anyMatch(LookoutTest::isElsewhere));
        v.path("ann", "bob", LinkConditions.PERFECT);
        v.until("all is well", STEP, () -> sight(v, "ann", "bob") == Sight.REACHED);
    }

    @Test
    void a_device_that_nobody_hears_is_gone_though_nobody_hung_up() throws Exception {
        var v = linked("ann", "bob", "cat");
        v.path("ann", "bob", LinkConditions.SILENT);
        v.path("cat", "bob", LinkConditions.SILENT);
        v.until(
                "both know",
                STEP,
                () -> sight(v, "ann", "bob") == Sight.GONE && sight(v, "cat", "bob") == Sight.GONE);
        assertThat(v.get("ann").finds(v.get("bob"))).isEqualTo(State.OFFLINE);
        v.until("ann hung up", STEP, () -> !v.get("ann").isLinked(v.get("bob")));
        v.path("ann", "bob", LinkConditions.PERFECT);
        v.path("cat", "bob", LinkConditions.PERFECT);
        v.until("he is back", STEP, () -> sight(v, "ann", "bob") == Sight.REACHED);
    }

    /// One that speaks the first version only is asked for signs of life, and for nothing else.
    @Test
    void a_device_of_an_earlier_version_is_told_nothing_that_it_does_not_know() throws Exception {
        var v = linked("ann", "bob");
        var ann = v.get("ann");
        ann.admits("old", Role.MEMBER);
        var stream = greeted(v, "old", new Versions(1, 1));
        v.path("ann", "bob", LinkConditions.SILENT);
        var heard = new ArrayList<Message>();
        while (sight(v, "ann", "bob") != Sight.GONE
                || heard.stream().noneMatch(LookoutTest::isPing)) {
            v.passes(STEP);
            hear(stream).ifPresent(heard::add);
        }
        assertThat(heard)
                .noneMatch(
                        m -> m instanceof Rumours || m instanceof ProbeFor || m instanceof Probed);
    }

    private static boolean isPing(Message message) {
        return message instanceof Ping;
    }

    private static Optional<Message> hear(Stream stream) throws InterruptedException {
        try {
            return Optional.of(stream.receive(ofMillis(1)));
        } catch (NetException e) {
            return Optional.empty();
        }
    }

    private static Stream greeted(Village v, String who, Versions versions) throws Exception {
        var ann = v.get("ann");
        var dial = new Dial(ann.home, ann.id(), Protocol.PEER, ofSeconds(30));
        var stream = v.stranger(new ToyKeys(who)).connect(dial, (_, _) -> {}).open();
        var roster = ann.cluster.roster();
        stream.send(new Hello(versions, roster.pool(), roster.heads(), 1, List.of()));
        assertThat(stream.receive(ofSeconds(30))).isInstanceOf(Hello.class);
        return stream;
    }

    private static boolean isElsewhere(ClusterEvent event) {
        return event instanceof SightTurned(_, _, var to) && to == Sight.ELSEWHERE;
    }

    private static Sight sight(Village v, String by, String whom) {
        return v.get(by).sees(v.get(whom));
    }

    private Village linked(String... people) throws Exception {
        var made = Village.of(people);
        village = Optional.of(made);
        made.startAll();
        made.meet();
        for (var one : people) {
            for (var other : people) {
                if (!one.equals(other)) {
                    made.untilLinked(one, other);
                }
            }
        }
        return made;
    }
}
