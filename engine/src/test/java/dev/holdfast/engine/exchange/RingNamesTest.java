package dev.holdfast.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.routing.Ring;
import dev.holdfast.engine.core.routing.Topology;
import dev.holdfast.engine.exchange.Circle.Member;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Names in a ring: written anywhere, they come to everybody by way of others.
@Timeout(180)
class RingNamesTest {

    private static final int DEVICES = 12;
    private static final String[] NAMES =
            IntStream.range(0, DEVICES).mapToObj(i -> "device" + i).toArray(String[]::new);

    private final Circle circle = new Circle(Topology.RING, NAMES);
    private final List<Member> members = new ArrayList<>();

    RingNamesTest() throws Exception {}

    @AfterEach
    void close() {
        circle.close();
    }

    private void begin(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            members.add(circle.starts(NAMES[i]));
            members.getLast().knows(members.getFirst());
        }
        circle.until("few sessions stand", Duration.ofMillis(500), this::isRing);
    }

    private boolean isRing() {
        var ring = Ring.of(members.stream().map(Member::id).toList());
        return members.stream().allMatch(m -> m.cluster.connected().equals(ring.peers(m.id())));
    }

    @Test
    void what_each_writes_all_see_over_the_sessions_of_the_ring() throws Exception {
        begin(DEVICES);
        for (var member : members) {
            member.puts("from " + member.self.name, "content");
        }
        circle.until(
                "all see all", () -> members.stream().allMatch(m -> m.names().size() == DEVICES));
        assertThat(isRing()).as("nobody was called for that").isTrue();
    }

    @Test
    void one_that_was_away_while_all_wrote_hears_of_it_from_whomever_it_meets() throws Exception {
        begin(DEVICES - 1);
        var gone = members.removeLast();
        var journal = new MemoryJournal();
        gone.leaves();
        for (var member : members) {
            member.puts("from " + member.self.name, "content");
        }
        var back = circle.starts(gone.self.name, journal);
        members.add(back);
        back.knows(members.get(4));
        back.puts("from " + back.self.name, "content");
        circle.until(
                "all see all",
                Duration.ofMillis(200),
                () -> members.stream().allMatch(m -> m.names().size() == DEVICES - 1));
    }
}
