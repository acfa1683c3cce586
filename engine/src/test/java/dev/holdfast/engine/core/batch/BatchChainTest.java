package dev.holdfast.engine.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;

import org.junit.jupiter.api.Test;

import java.util.List;

class BatchChainTest {

    private final BatchChain two = new BatchChain(2, id(2), BatchChain.UNCUT);

    private static Hash id(long n) {
        return new Hash(0, 0, 0, n);
    }

    private static BatchHeader header(long n, Hash previous) {
        var dot = new Dot(new Actor(new DeviceId(id(9)), 1), n);
        var sealing = new BatchHeader.Sealing(id(8), 1, List.of(), 1);
        return new BatchHeader(new PoolId(id(7)), new VolumeId(id(6)), dot, previous, sealing);
    }

    private static Verdict judge(BatchChain chain, long n, Hash previous, Hash id) {
        return chain.judge(header(n, previous), id, BatchChainTest::id);
    }

    @Test
    void the_next_batch_is_accepted() {
        assertThat(judge(two, 3, id(2), id(3)))
                .isEqualTo(new Verdict.Accept(new BatchChain(3, id(3), BatchChain.UNCUT)));
        assertThat(judge(BatchChain.EMPTY, 1, BatchHeader.NONE, id(1)))
                .isInstanceOf(Verdict.Accept.class);
    }

    @Test
    void one_that_is_held_is_a_duplicate() {
        assertThat(judge(two, 1, BatchHeader.NONE, id(1))).isEqualTo(new Verdict.Duplicate());
    }

    @Test
    void one_that_skips_others_leaves_a_gap() {
        assertThat(judge(two, 5, id(4), id(5))).isEqualTo(new Verdict.Gap(3));
    }

    @Test
    void another_batch_of_a_number_that_is_held_is_a_fork() {
        assertThat(judge(two, 1, BatchHeader.NONE, id(77))).isEqualTo(new Verdict.Fork(1));
    }

    @Test
    void one_that_follows_another_than_the_last_held_is_a_fork() {
        assertThat(judge(two, 3, id(77), id(3))).isEqualTo(new Verdict.Fork(2));
    }

    @Test
    void nothing_counts_from_the_cut_on() {
        var cut = two.cutAt(3).cutAt(5);
        assertThat(cut.cut()).isEqualTo(3);
        assertThat(judge(cut, 3, id(2), id(3))).isEqualTo(new Verdict.Late(3));
        assertThat(judge(cut, 2, id(1), id(2))).isEqualTo(new Verdict.Duplicate());
    }
}
