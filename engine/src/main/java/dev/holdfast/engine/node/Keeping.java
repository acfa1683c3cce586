package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.files.Linked;
import dev.holdfast.engine.files.Passed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps one linked folder in step for as long as the device runs: looks again when the volume has
/// changed, when it is asked to, and once in a while.
final class Keeping implements AutoCloseable {

    /// How often it is looked whether the volume has changed.
    private static final Duration TICK = Duration.ofMillis(500);

    /// How long the folder is not looked at, at least, when nobody has said that it changed.
    private static final Duration RESCAN_MIN = Duration.ofSeconds(2);

    /// Looking takes at most one part in so many of the time.
    private static final int RESCAN_SHARE = 50;

    /// Passes one right after the other; more would mean that something comes and goes.
    private static final int PASSES_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final FolderList.Entry entry;
    private final Folders.Means means;
    private final SyncedFile synced;
    private final Semaphore asked = new Semaphore(0);
    private final AtomicBoolean confirmed = new AtomicBoolean();
    private final Chore chore;
    private volatile State state = State.BEGINNING;

    /// How it stands.
    ///
    /// @param passed the last pass, if it came to its end
    /// @param problem why it did not
    record State(Optional<Passed> passed, Optional<Problem> problem) {

        static final State BEGINNING = new State(Optional.empty(), Optional.empty());
    }

    private Keeping(FolderList.Entry entry, Folders.Means means, SyncedFile synced) {
        this.entry = entry;
        this.means = means;
        this.synced = synced;
        chore = Chore.start("folder", "A linked folder is still being worked on.", this::keep);
    }

    /// Begins at once.
    static Keeping start(FolderList.Entry entry, Folders.Means means) throws NodeException {
        var file = means.homeFiles().synced(entry.id());
        try {
            return new Keeping(entry, means, SyncedFile.open(file, InstantSource.system()));
        } catch (IOException e) {
            throw HomeFiles.failed("open", file, e);
        }
    }

    FolderList.Entry entry() {
        return entry;
    }

    State state() {
        return state;
    }

    /// Looks again soon.
    ///
    /// @param isConfirmed whether a person agrees to what the next look would ask about
    void ask(boolean isConfirmed) {
        if (isConfirmed) {
            confirmed.set(true);
        }
        asked.release();
    }

    private void keep() throws InterruptedException {
        while (true) {
            var before = applied();
            var begun = System.nanoTime();
            asked.drainPermits();
            for (int i = 0; i < PASSES_MAX && pass(); i++) {}
            var took = Duration.ofNanos(System.nanoTime() - begun);
            rest(before, took.multipliedBy(RESCAN_SHARE));
        }
    }

    /// @return whether another pass may find more to do
    private boolean pass() throws InterruptedException {
        var rules = new Rules(mode(), _ -> true, false, confirmed.get());
        try {
            var link = new Linked(entry.directory(), entry.at(), entry.volume(), rules);
            var passed = means.files().keepInStep(link, synced);
            if (passed.plan().brake().isEmpty()) {
                confirmed.set(false);
            }
            turn(new State(Optional.of(passed), Optional.empty()));
            return passed.isChanged();
        } catch (NodeException e) {
            turn(new State(Optional.empty(), Optional.of(e.problem())));
        } catch (CatalogException e) {
            var problem = Failures.of(means.homeFiles().directory(), e).problem();
            turn(new State(Optional.empty(), Optional.of(problem)));
        }
        return false;
    }

    /// What a person is to decide is told once.
    private void turn(State now) {
        var problem = FolderReport.problem(now);
        if (problem.isPresent() && !problem.equals(FolderReport.problem(state))) {
            means.told()
                    .accept(
                            "%s: %s %s"
                                    .formatted(
                                            entry.directory(),
                                            problem.get().what(),
                                            problem.get().remedy()));
        }
        state = now;
    }

    private VersionVector applied() {
        try {
            return means.applied().apply(entry.volume());
        } catch (CatalogException e) {
            LOG.debug("How far the volume is known cannot be told now.", e);
            return VersionVector.EMPTY;
        }
    }

    private Rules.Mode mode() {
        return switch (entry.mode()) {
            case BOTH -> Rules.Mode.BOTH;
            case SEND -> Rules.Mode.SEND;
            case RECEIVE -> Rules.Mode.RECEIVE;
        };
    }

    private void rest(VersionVector before, Duration most) throws InterruptedException {
        var left = most.compareTo(RESCAN_MIN) < 0 ? RESCAN_MIN : most;
        while (left.isPositive() && applied().equals(before)) {
            if (asked.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            left = left.minus(TICK);
        }
    }

    @Override
    public void close() {
        chore.close();
        try {
            synced.close();
        } catch (IOException e) {
            LOG.debug("What was in step was not closed cleanly.", e);
        }
    }
}
