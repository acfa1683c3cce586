package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Coverage;
import dev.holdfast.engine.core.sync.Plan;
import dev.holdfast.engine.core.sync.Rules;
import dev.holdfast.engine.files.Glance;
import dev.holdfast.engine.files.Linked;
import dev.holdfast.engine.files.Passed;
import dev.holdfast.engine.files.Sweep;
import dev.holdfast.engine.folder.FolderWatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Keeps one linked folder in step for as long as the device runs: looks again when more is known
/// of the volume, when something in the folder is seen to change, when it is asked to, and once in
/// a while.
final class Keeping implements AutoCloseable {

    /// Between two times that changes are heard of.
    private static final Duration STEP = Duration.ofMillis(20);

    /// Passes one right after the other; more would mean that something comes and goes.
    private static final int PASSES_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final FolderList.Entry entry;
    private final Folders.Means means;
    private final SyncedFile synced;
    private final FolderWatch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private NextLook next = NextLook.begun(System.nanoTime());
    private volatile Reply reply = Reply.NONE;
    private final List<Chore> chores = new ArrayList<>();
    private volatile Optional<String> late = Optional.empty();
    private volatile State state = State.BEGINNING;
    private volatile boolean isAsked;
    private final Slices slices = new Slices();

    /// How it stands.
    ///
    /// @param passed the last pass, if it came to its end
    /// @param problem why it did not
    /// @param isAsked whether a look at all is not over that a person has asked for, or that is the
    ///   first since the device was started
    record State(Optional<Passed> passed, Optional<Problem> problem, boolean isAsked) {

        State(Optional<Passed> passed, Optional<Problem> problem) {
            this(passed, problem, false);
        }

        /// What a person is asked, if anything.
        Optional<Plan.Brake> brake() {
            return passed.flatMap(each -> each.plan().brake());
        }

        static final State BEGINNING = new State(Optional.empty(), Optional.empty());
    }

    private Keeping(FolderList.Entry entry, Folders.Means means, SyncedFile synced) {
        this.entry = entry;
        this.means = means;
        this.synced = synced;
        watch = FolderWatch.of(entry.directory());
        synced.observations().directories(watch::on);
        if (watch.isOn()) {
            chores.add(
                    Chore.start("watch", "A linked folder is still being watched.", this::watch));
        }
        chores.add(
                Chore.start(
                        "folder",
                        "A linked folder is still being worked on.",
                        Chore.Failing.tell(_ -> failed()),
                        this::keep));
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
        boolean isEarlier = isAsked;
        var now = state;
        return new State(now.passed, now.problem, isEarlier);
    }

    /// Looks again soon.
    ///
    /// @param said what a person says to what the next look would ask about
    void ask(Rules.Answer said) {
        if (said != Rules.Answer.NONE) {
            reply(_ -> new Reply(said, System.nanoTime()));
        }
        change(
                now -> {
                    isAsked = true;
                    return now.asked();
                });
    }

    private synchronized void reply(UnaryOperator<Reply> change) {
        reply = change.apply(reply);
    }

    /// More is known of a volume. What this device wrote itself is news too.
    void grown(VolumeId volume) {
        if (volume.equals(entry.volume())) {
            change(NextLook::grown);
        }
    }

    /// Which limit of the system keeps changes from being told of.
    Optional<String> late() {
        return late;
    }

    private void change(UnaryOperator<NextLook> change) {
        lock.lock();
        try {
            next = change.apply(next);
            sooner.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() throws InterruptedException {
        while (true) {
            var in = watch.await();
            change(now -> now.changed(System.nanoTime(), in));
            SteadyClock.sleep(STEP);
        }
    }

    private void keep() throws InterruptedException {
        if (synced.observations().size() > 0) {
            goOn();
        }
        while (true) {
            boolean isMore = true;
            for (int i = 0; i < PASSES_MAX && isMore; i++) {
                isMore = look();
            }
            rest();
        }
    }

    /// What was in step when the device was stopped is so until a look finds otherwise. So all can
    /// be looked at in slices, and what changes from now on need not wait for the last of them. So
    /// it is, too, where a pass has failed in a way that nobody foresaw.
    private void goOn() {
        slices.begin();
        change(now -> now.again(System.nanoTime()));
        isAsked = true;
        var unseen = means.files().unseen(entry.volume());
        state = new State(Optional.of(unseen), state.problem);
    }

    /// @return whether another look may find more to do
    private boolean look() throws InterruptedException {
        var known = known();
        if (known.isPresent() && is(next -> next.isDue(System.nanoTime()))) {
            slice(known.get());
            if (!is(next -> next.isUrgent(System.nanoTime()))) {
                return false;
            }
        }
        long begun = System.nanoTime();
        var glance = glance(begun);
        if (glance.isEmpty()) {
            watch.beginAgain();
        }
        boolean isMore = pass(glance);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        LOG.debug("Looking at {} took {} ms.", entry.directory(), took.toMillis());
        late = watch.limit();
        var part = state.passed().flatMap(Passed::part);
        slices.seen(part);
        change(
                now -> {
                    isAsked = isAwaited(now);
                    return part.isPresent()
                            ? now.partEnded(System.nanoTime(), took, isTold())
                            : now.ended(System.nanoTime(), took, isTold());
                });
        return isMore;
    }

    /// Whether a look at all for which somebody waits has not come to its end.
    private boolean isAwaited(NextLook now) {
        return isAsked && (now.ask() == NextLook.Ask.ALL || slices.isLeft());
    }

    /// Goes on with a look at all that nobody waits for. What it finds is looked at as if it had
    /// been told of.
    private void slice(Passed known) throws InterruptedException {
        long begun = System.nanoTime();
        var all = slices.sweep(known, watch::beginAgain);
        try {
            means.files().sweep(link(Rules.Answer.NONE), synced, watch::on, means.steps(), all);
        } catch (NodeException | CatalogException e) {
            LOG.debug("{} is looked at in one go.", entry.directory(), e);
            all.giveUp();
        }
        long now = System.nanoTime();
        var took = slices.sliced(Duration.ofNanos(now - begun));
        if (all.isOver()) {
            LOG.debug("Looking at {} took {} ms.", entry.directory(), took.toMillis());
            late = watch.limit();
            turn(new State(state.passed, Optional.empty()));
            change(
                    next -> {
                        var found = found(next, all, now).swept(now, took, isTold());
                        isAsked = isAwaited(found);
                        return found;
                    });
        }
    }

    private static NextLook found(NextLook next, Sweep all, long now) {
        var in = all.found();
        if (in.isEmpty()) {
            return next.asked();
        }
        return in.get().isEmpty() ? next : next.changed(now, in.get());
    }

    /// The last pass, if a look at less than all may follow. A folder that asks or is in trouble is
    /// looked at as a whole, and so is one of which a person has said something. A look at all that
    /// did something is followed by another, which tells how long one takes.
    private Optional<Passed> known() {
        return state.passed()
                .filter(_ -> reply.at(System.nanoTime()) == Rules.Answer.NONE)
                .filter(each -> each.plan().brake().isEmpty())
                .filter(each -> each.part().isPresent() || !each.isChanged());
    }

    private boolean is(Predicate<NextLook> so) {
        lock.lock();
        try {
            return so.test(next);
        } finally {
            lock.unlock();
        }
    }

    /// What a look that begins now need only look at; empty when that is all.
    private Optional<Glance> glance(long begun) {
        var passed = known();
        lock.lock();
        try {
            var part = next.part(begun);
            boolean isPart = passed.isPresent() && part.isPresent();
            var told = next.told();
            next = isPart ? next.partBegun(begun) : NextLook.begun(begun);
            return isPart
                    ? Optional.of(
                            new Glance(
                                    passed.get().sight().applied(),
                                    part.get(),
                                    told,
                                    slices.isEarly()))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether another pass may find more to do
    private boolean pass(Optional<Glance> glance) throws InterruptedException {
        var said = reply;
        try {
            var link = link(said.at(System.nanoTime()));
            var seen = means.files().keepInStep(link, synced, watch::on, means.steps(), glance);
            var passed = state.passed().map(seen::after).orElse(seen);
            reply(said::after);
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

    private Linked link(Rules.Answer said) throws InterruptedException {
        var rules = new Rules(mode(), new Coverage(entry.only(), List.of()), false, said);
        var returned = means.returning().last();
        return new Linked(entry.directory(), entry.at(), entry.volume(), rules, returned);
    }

    /// Nobody foresaw this, so nobody can say more of it than the log does.
    private void failed() {
        var problem =
                new Problem(
                        Problem.Code.FAILED,
                        "It is not kept in step: something unforeseen happened.",
                        "It is tried again every half minute; the log says what failed.");
        turn(new State(Optional.empty(), Optional.of(problem)));
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

    private Rules.Mode mode() {
        return switch (entry.mode()) {
            case BOTH -> Rules.Mode.BOTH;
            case SEND -> Rules.Mode.SEND;
            case RECEIVE -> Rules.Mode.RECEIVE;
        };
    }

    /// Whether all that would be worth another look is told of: what could not be done is tried
    /// again, and a folder that is not there may come back.
    private boolean isTold() {
        return watch.isWhole() && state.passed().filter(Passed::isComplete).isPresent();
    }

    private void rest() throws InterruptedException {
        lock.lock();
        try {
            for (var left = left(); left.isPositive(); left = left()) {
                sooner.awaitNanos(left.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration left() {
        return next.left(System.nanoTime());
    }

    @Override
    public void close() {
        watch.close();
        chores.forEach(Chore::close);
        try {
            synced.close();
        } catch (IOException e) {
            LOG.debug("What was in step was not closed cleanly.", e);
        }
    }
}
