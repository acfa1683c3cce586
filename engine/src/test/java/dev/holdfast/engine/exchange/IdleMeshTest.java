package dev.holdfast.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.exchange.Circle.Member;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Ten devices that have nothing to say to each other: what they say all the same, by a clock that
/// the test turns.
@Timeout(300)
class IdleMeshTest {

    private static final int DEVICES = 10;
    private static final Duration INTERVAL = Health.Settings.DEFAULT.interval();
    private static final Duration STEP = Duration.ofSeconds(1);

    /// Little, so that on a busy machine the clock does not run ahead of the answers.
    private static final Duration GLANCE = Duration.ofMillis(10);

    private static final Duration LONG = INTERVAL.multipliedBy(40);

    /// What an idle pair may send in a second, both ways together. Bytes.
    private static final double IDLE_BYTES_MAX = 20;

    private final String[] names =
            IntStream.range(0, DEVICES).mapToObj(n -> "device " + n).toArray(String[]::new);
    private final Circle circle = new Circle(names);

    IdleMeshTest() throws Exception {}

    @AfterEach
    void close() {
        circle.close();
    }

    @Test
    void D13_an_idle_pair_sends_one_heartbeat_an_interval_and_next_to_nothing() throws Exception {
        var members = new ArrayList<Member>();
        for (var name : names) {
            members.add(circle.starts(name));
        }
        for (var one : members) {
            for (var other : members.subList(0, members.indexOf(one))) {
                one.knows(other);
            }
        }
        circle.until(
                "all are linked", GLANCE, () -> members.stream().allMatch(IdleMeshTest::hasAll));
        for (var one : members) {
            one.puts("file of " + one.self.name, "content");
        }
        circle.until(
                "all see all",
                Duration.ZERO,
                () -> members.stream().allMatch(IdleMeshTest::seesAll));
        idle(members, INTERVAL.multipliedBy(3));

        var before = carried(members);
        var began = circle.now();
        idle(members, LONG);
        var took = Duration.between(began, circle.now());
        var after = carried(members);
        double intervals = (double) took.toMillis() / INTERVAL.toMillis();
        for (int pair = 0; pair < after.size(); pair++) {
            long frames = after.get(pair).frames() - before.get(pair).frames();
            long bytes = after.get(pair).bytes() - before.get(pair).bytes();
            assertThat(bytes).isLessThan((long) (IDLE_BYTES_MAX * took.toSeconds()));
            assertThat((double) frames)
                    .as("a question and its answer an interval")
                    .isBetween(2 * intervals * 0.8, 2 * intervals * 1.05 + 4);
        }
    }

    /// Lets time pass in steps, each when all that was asked is answered.
    private void idle(List<Member> members, Duration time) throws InterruptedException {
        var end = circle.now().plus(time);
        while (circle.now().isBefore(end)) {
            circle.passes(STEP);
            circle.until(
                    "all were heard",
                    Duration.ZERO,
                    () -> members.stream().allMatch(this::hearsAll));
        }
    }

    /// Whoever was silent for long enough to be asked has answered: the side that dialled asks
    /// after an interval, the other one after half of another. No time passes before: an answer
    /// takes next to none, and one that is late by the devices' clocks is a reason to ask others.
    private boolean hearsAll(Member member) {
        for (var seen : member.cluster.health().sightings().entrySet()) {
            var peer = member.cluster.connection(seen.getKey()).orElseThrow().peer();
            var asks = peer.dialled() ? INTERVAL : INTERVAL.plus(INTERVAL.dividedBy(2));
            var lately = circle.now().minus(asks);
            if (seen.getValue().heard().filter(lately::isBefore).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAll(Member member) {
        return member.cluster.connected().size() == DEVICES - 1;
    }

    private static boolean seesAll(Member member) {
        return member.names().size() == DEVICES;
    }

    /// Of each pair, both ways together.
    private List<Sum> carried(List<Member> members) {
        var all = new ArrayList<Sum>();
        for (var one : members) {
            for (var other : members.subList(0, members.indexOf(one))) {
                var there = circle.carried(one, other);
                var back = circle.carried(other, one);
                all.add(new Sum(there.frames() + back.frames(), there.bytes() + back.bytes()));
            }
        }
        return all;
    }

    private record Sum(long frames, long bytes) {}
}
