package dev.holdfast.engine.net.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayDeque;

/// A sender that always sends what it may, over a path of a known rate and round trip, in virtual
/// time.
class PaceTest {

    private static final int FRAME = 16 << 10;
    private static final long STEP_NANOS = 100_000;

    @ParameterizedTest(name = "{0} MB/s, {1} ms")
    @CsvSource({"1,1", "1,50", "20,20", "100,50", "100,300", "1000,1"})
    void the_path_is_kept_busy_and_its_queue_short(int megabytes, int millis) {
        var path = new Path(megabytes * 1e6 / 1e9, Duration.ofMillis(millis).toNanos());
        path.pass(Duration.ofSeconds(15));
        long before = path.arrived;
        path.pass(Duration.ofSeconds(10));
        double rate = (path.arrived - before) / 10e6;
        assertThat(rate).isGreaterThan(0.9 * megabytes);
        double queuedSeconds = (path.sent - path.left) / (megabytes * 1e6);
        assertThat(queuedSeconds).isLessThan(0.25);
    }

    @Test
    void little_is_sent_while_nothing_is_known() {
        assertThat(new Pace().allowed()).isEqualTo(Pace.INITIAL);
    }

    private static final class Path {

        private final Pace pace = new Pace();
        private final double perNano;
        private final long trip;
        private final ArrayDeque<long[]> receipts = new ArrayDeque<>();
        private long now;
        private long sent;
        private double left;
        private long arrived;

        Path(double perNano, long trip) {
            this.perNano = perNano;
            this.trip = trip;
        }

        void pass(Duration time) {
            for (long end = now + time.toNanos(); now < end; now += STEP_NANOS) {
                while (sent - arrived < pace.allowed()) {
                    sent += FRAME;
                    pace.sent(sent, arrived, now);
                }
                left = Math.min((double) sent, left + perNano * STEP_NANOS);
                receipts.add(new long[] {now + trip, (long) left});
                while (!receipts.isEmpty() && receipts.getFirst()[0] <= now) {
                    arrived = receipts.removeFirst()[1];
                    pace.arrived(arrived, now);
                }
            }
        }
    }
}
