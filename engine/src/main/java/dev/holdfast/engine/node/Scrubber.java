package dev.holdfast.engine.node;

import dev.holdfast.engine.core.scrub.ScrubPlan;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.PackCheck;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Reads all that is kept here in its own time, as a [ScrubPlan] says, and lets the person's own
/// work go first.
final class Scrubber implements AutoCloseable {

    /// So that a pack which comes and a clock that is set are seen.
    private static final Duration REST_MAX = Duration.ofMinutes(1);

    /// Between two packs, however short the span is.
    private static final Duration REST_MIN = Duration.ofMillis(200);

    /// For so long in all a pack waits for the person's own work.
    private static final Duration YIELD_MAX = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

    private final PackCheck check;
    private final PackReading reading;
    private final Damages damages;
    private final Quiet quiet;
    private final CareNews news;
    private final ScrubPlan plan;
    private final InstantSource clock;
    private final Chore chore;

    private Scrubber(OpenHome home, Quiet quiet, CareNews news, ScrubPlan plan) {
        check = home.store().check();
        reading = new PackReading(check, home.store().index());
        damages = home.damages();
        clock = home.clock();
        this.quiet = quiet;
        this.news = news;
        this.plan = plan;
        chore =
                Chore.start(
                        "scrubber",
                        "A pack is still being read; the next start goes on.",
                        this::run);
    }

    /// Reads from now on.
    static Scrubber start(OpenHome home, Quiet quiet, CareNews news, Duration within) {
        return new Scrubber(home, quiet, news, new ScrubPlan(within, ScrubPlan.FASTEST));
    }

    private void run() throws InterruptedException {
        while (true) {
            SteadyClock.sleep(REST_MIN);
            try {
                turn();
            } catch (StoreException e) {
                LOG.warn("Packs cannot be read and verified: {}", e.getMessage());
                SteadyClock.sleep(REST_MAX);
            }
        }
    }

    private void turn() throws StoreException, InterruptedException {
        var now = clock.instant();
        var packs = packs();
        var turn = plan.next(packs, now);
        if (turn.pack().isEmpty() || turn.at().isAfter(now)) {
            news.rested();
            var rest = Duration.between(now, turn.at());
            SteadyClock.sleep(rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX);
            return;
        }
        var pack = turn.pack().get();
        news.reads(packs.stream().mapToLong(ScrubPlan.Pack::bytes).sum());
        var pace = new Pace(turn.bytesPerSecond());
        var read = reading.read(pack.number(), pace::read);
        int found = damages.found(read.damaged());
        damages.notes()
                .read(
                        pack.number(),
                        clock.instant(),
                        packs.stream().map(ScrubPlan.Pack::number).toList());
        news.read(read.bytes(), found);
    }

    private List<ScrubPlan.Pack> packs() {
        var now = clock.instant();
        var packs = check.packs();
        var seen = damages.notes().seen(packs.stream().map(PackCheck.Pack::number).toList(), now);
        return packs.stream()
                .map(
                        pack ->
                                new ScrubPlan.Pack(
                                        pack.number(),
                                        pack.bytes(),
                                        seen.getOrDefault(pack.number(), now)))
                .toList();
    }

    /// Holds the reading of one pack back.
    private final class Pace {

        private final long bytesPerSecond;
        private Duration yield = YIELD_MAX;

        Pace(long bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
        }

        void read(int bytes) throws InterruptedException {
            SteadyClock.sleep(Duration.ofNanos((long) (bytes * 1e9 / bytesPerSecond)));
            yield = quiet.await(yield);
        }
    }

    @Override
    public void close() {
        chore.close();
    }
}
