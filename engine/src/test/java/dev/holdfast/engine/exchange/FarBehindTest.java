package dev.holdfast.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.exchange.Circle.Member;
import dev.holdfast.engine.wal.memory.MemoryJournal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.stream.LongStream;

/// Bob comes back after ann has written more than a thousand batches.
@Timeout(120)
class FarBehindTest {

    private static final int BATCHES = 1200;

    /// Greetings, heads and the like. Bytes.
    private static final long WORDS_MAX = 16 << 10;

    private final Circle circle = new Circle("ann", "bob");
    private final Member ann = circle.starts("ann");

    /// Were both to dial, one of two links would be given up in the middle of an answer.
    private final Member bob = circle.startsHidden("bob", new MemoryJournal());

    FarBehindTest() throws Exception {}

    @BeforeEach
    void ann_writes() throws Exception {
        for (int i = 0; i < BATCHES; i++) {
            ann.puts("file " + i, "content " + i);
        }
    }

    @AfterEach
    void close() {
        circle.close();
    }

    @Test
    void D7_a_device_a_thousand_batches_behind_fetches_every_one() throws Exception {
        bob.knows(ann);
        circle.until("bob has all", () -> batches(bob) == BATCHES);
        assertThat(bob.names()).isEqualTo(ann.names());
    }

    @Test
    void D7_batches_that_came_before_the_link_broke_are_not_sent_again() throws Exception {
        circle.stallAfter(ann, bob, bytesBehind(0) / 2);
        bob.knows(ann);
        circle.until("some have come", Duration.ZERO, () -> batches(bob) > 0);
        circle.path(ann, bob, true);
        circle.until("it is seen", () -> bob.cluster.connected().isEmpty());
        long held = batches(bob);
        assertThat(held).isLessThan(BATCHES);
        long carried = circle.carried(ann, bob).bytes();
        circle.path(ann, bob, false);
        circle.until("bob has all", () -> batches(bob) == BATCHES);
        assertThat(bob.names()).isEqualTo(ann.names());
        long lacking = bytesBehind(held);
        assertThat(circle.carried(ann, bob).bytes() - carried)
                .isLessThan(lacking + lacking / 10 + WORDS_MAX);
    }

    /// Of all batches after so many.
    private long bytesBehind(long held) {
        var actor = ann.ledger.views().self().actor().orElseThrow();
        var batches = ann.ledger.views().batches();
        return LongStream.rangeClosed(held + 1, BATCHES)
                .mapToObj(n -> batches.batch(Circle.FILES, new Dot(actor, n)).orElseThrow())
                .mapToLong(batch -> batch.batch().bytes().length)
                .sum();
    }

    private static long batches(Member member) {
        return member.ledger.views().batches().chains().values().stream()
                .flatMap(chains -> chains.values().stream())
                .mapToLong(chain -> chain.n())
                .sum();
    }
}
