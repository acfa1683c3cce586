package dev.holdfast.engine.net.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.wire.CloseCode;
import dev.holdfast.engine.core.wire.SessionMessage.Ping;
import dev.holdfast.engine.net.Peer;
import dev.holdfast.engine.net.Protocol;
import dev.holdfast.engine.net.Served;
import dev.holdfast.engine.net.proto.MessageCodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// A peer that talks on and on and reads nothing of what it is answered.
@Timeout(120)
class DeafPeerTest {

    private static final int ROOM = 64 << 10;

    private static final byte[] WORD = MessageCodec.encode(new Ping(1));

    /// Takes everything and writes nothing.
    private static final class Stuck implements FrameLink {

        /// There is not much room left.
        private final AtomicLong waiting = new AtomicLong(MuxLimits.WAITING_MAX - ROOM);

        private final CountDownLatch aborted = new CountDownLatch(1);

        @Override
        public void send(Frame frame) {
            waiting.addAndGet(frame.weight());
        }

        @Override
        public long waiting() {
            return waiting.get();
        }

        @Override
        public void close() {
            // nothing is ever written
        }

        @Override
        public void abort() {
            aborted.countDown();
        }
    }

    private final Stuck link = new Stuck();
    private final Served served = new Served();
    private final Mux mux =
            new Mux(
                    new Peer(new DeviceId(new Hash(1, 2, 3, 4)), new byte[1], Protocol.PEER, false),
                    link,
                    served,
                    Budget.ofHeap());

    @Test
    void D5_what_waits_to_be_written_for_it_is_bounded() throws Exception {
        mux.start();
        mux.awaitOpened();
        for (int id = 1; mux.traffic().ended().isEmpty(); id += 2) {
            long before = link.waiting();
            mux.accept(new Frame.Control(id, WORD));
            mux.accept(new Frame.Reset(id));
            awaitAnswer(before);
        }
        assertThat(served.reason().code()).isEqualTo(CloseCode.SILENT);
        link.aborted.await();
        assertThat(link.waiting()).isLessThan(MuxLimits.WAITING_MAX + 2 * Frame.HELD_BYTES);
    }

    private void awaitAnswer(long before) throws InterruptedException {
        while (link.waiting() == before && mux.traffic().ended().isEmpty()) {
            synchronized (link) {
                link.wait(1);
            }
        }
    }
}
