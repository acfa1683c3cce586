package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.collecting.Consent;
import dev.holdfast.engine.collecting.Discarding;
import dev.holdfast.engine.collecting.Past.DoubtException;
import dev.holdfast.engine.collecting.Saying;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Gives back, in its own time, the room of what was deleted or replaced: says what this device has
/// seen, so that others need not wait for it, ends history that is over, and deletes chunks that
/// nobody needs.
final class Collecting implements AutoCloseable {

    /// How long a device that has just started does other things first.
    private static final Duration START_REST = Duration.ofMinutes(10);

    /// What waits after a recovery, and for whom.
    static final String HELD =
            "Nothing goes: the pool was recovered, and what comes back late may need it. When all"
                    + " devices are back that ever will be, an owner says so with `holdfast collect"
                    + " --release`.";

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);

    private final OpenHome home;
    private final Network network;
    private final Discarding discarding;
    private final Settings settings;
    private final Clearing clearing;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Chore chore;
    private volatile Optional<String> waiting = Optional.empty();
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> looked = Optional.empty();
    private boolean isTold;

    private Collecting(OpenHome home, Network network, Settings settings, Clearing clearing) {
        this.home = home;
        clock = home.clock();
        this.network = network;
        this.settings = settings;
        this.clearing = clearing;
        discarding =
                new Discarding(
                        home.archive(),
                        home.condemned(),
                        new Discarding.Ports(home.marks(), network.evictions()::retire),
                        settings.stays().collectAfter());
        chore =
                Chore.start(
                        "collecting",
                        "Room is still being given back; the next start goes on.",
                        this::run);
    }

    /// Looks from now on.
    ///
    /// @param clearing gives the room of removed chunks back to the file system
    static Collecting start(OpenHome home, Network network, Settings settings, Clearing clearing) {
        return new Collecting(home, network, settings, clearing);
    }

    private void run() throws InterruptedException {
        var every = settings.stays().collectEvery();
        rest(every.compareTo(START_REST) < 0 ? every : START_REST);
        while (true) {
            if (isDue(every)) {
                looked = Optional.of(clock.instant());
                try {
                    tell(look(false, false));
                } catch (NodeException e) {
                    LOG.warn("{} {}", e.problem().what(), e.problem().remedy(), e);
                } catch (CatalogException e) {
                    LOG.error("Room cannot be given back.", e);
                }
            }
            rest(every.compareTo(START_REST) < 0 ? every : START_REST);
        }
    }

    /// What a person has to decide is told once.
    private void tell(Outcome.Collected collected) {
        boolean isMuch =
                collected.waits().stream().anyMatch(why -> why.contains(Discarding.CONFIRM));
        if (isMuch && !isTold) {
            collected.waits().forEach(network.news()::waits);
        }
        isTold = isMuch;
    }

    /// A clock that was put back must not stop it.
    private boolean isDue(Duration every) {
        var noted = home.marks().read().notes().reversed().stream().findFirst().map(Marks.Note::at);
        var now = clock.instant();
        return looked.or(() -> noted).filter(at -> isWithin(at, now, every)).isEmpty();
    }

    private static boolean isWithin(Instant at, Instant now, Duration every) {
        return !at.isAfter(now) && now.isBefore(at.plus(every));
    }

    private static void rest(Duration duration) throws InterruptedException {
        SteadyClock.sleep(duration);
    }

    /// Does now what is otherwise done once in a while.
    Outcome.Collected collect(Command.Collect command) throws NodeException, InterruptedException {
        if (command.release()) {
            release();
        }
        return look(true, command.confirm());
    }

    private void release() throws NodeException, InterruptedException {
        network.cluster()
                .state(
                        roster ->
                                roster.unreleased().stream()
                                        .<Statement>map(Statement.Released::new)
                                        .toList());
    }

    private Outcome.Collected look(boolean isAsked, boolean isConfirmed)
            throws NodeException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!home.live().roster().unreleased().isEmpty()) {
                return nothing(HELD);
            }
            if (home.isKeeper()) {
                return discard(Set.of(), isConfirmed);
            }
            return discard(saying().say(clock.instant(), isAsked, isConfirmed), isConfirmed);
        } catch (DoubtException e) {
            LOG.info("No room is given back: {}.", e.getMessage(), e);
            var nothing = nothing("Nothing goes: " + e.getMessage() + ".");
            note(nothing);
            return nothing;
        } catch (BatchWriter.NoEpochException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.REFUSED,
                            "Nothing can be written before an owner has renewed the pool's secret.",
                            "Bring a device that is an owner online, then try again."),
                    e);
        } catch (JournalException e) {
            throw Failures.of(e);
        } catch (IOException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.FAILED,
                            "How far this device is could not be written down: " + e.getMessage(),
                            "Look at the disk, then try again."),
                    e);
        } finally {
            lock.unlock();
        }
    }

    private static Outcome.Collected nothing(String why) {
        return new Outcome.Collected(0, 0, 0, 0, List.of(), List.of(why));
    }

    private Saying saying() {
        return new Saying(
                home.archive(), network.exchange().writer(), settings.stays().collectEvery());
    }

    private Outcome.Collected discard(Set<DeviceId> awaited, boolean isConfirmed)
            throws DoubtException,
                    IOException,
                    InterruptedException,
                    NodeException,
                    JournalException {
        var done = discarding.discard(judge(), clock.instant(), isConfirmed);
        if (done.chunks() > 0) {
            var _ = clearing.squeeze();
        }
        var waits = new ArrayList<String>();
        awaited.forEach(device -> waits.add(waits(device)));
        waits.addAll(done.waits());
        var collected =
                new Outcome.Collected(
                        done.chunks(),
                        done.bytes(),
                        done.waitingChunks(),
                        done.waitingBytes(),
                        done.orphans(),
                        waits);
        note(collected);
        return collected;
    }

    /// What is not given back yet, since when and for whom; as of the last look.
    Optional<String> waiting() {
        return waiting;
    }

    private void note(Outcome.Collected collected) {
        boolean isWaiting = collected.waitingBytes() > 0 || !collected.waits().isEmpty();
        since = isWaiting ? since.or(() -> Optional.of(clock.instant())) : Optional.empty();
        waiting = since.map(at -> sentence(collected, at));
    }

    static String sentence(Outcome.Collected collected, Instant since) {
        var room =
                collected.waitingChunks() == 0
                        ? ""
                        : " to give back %,d KiB of %,d chunks"
                                .formatted(
                                        collected.waitingBytes() >> 10, collected.waitingChunks());
        var what = "Collecting waits since %s%s.".formatted(LOCAL.format(since), room);
        return Stream.concat(Stream.of(what), collected.waits().stream())
                .collect(Collectors.joining(" "));
    }

    private Discarding.Judge judge() throws NodeException {
        return home.isKeeper()
                ? new Consent(home.archive(), home.live()::name, new PeerAsker(network.cluster()))
                : Rest.judge(home, network.fetcher());
    }

    private String waits(DeviceId device) {
        return "%s has not yet been heard since something was deleted."
                .formatted(home.live().name(device));
    }

    @Override
    public void close() {
        chore.close();
    }
}
