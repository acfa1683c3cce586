package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.collect.Brake;
import dev.holdfast.engine.core.collect.Marks;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.node.Past.DoubtException;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Gives back, in its own time, the room of what was deleted or replaced: says what this device has
/// seen, so that others need not wait for it, ends history that is over, and deletes chunks that
/// nobody needs.
final class Collecting implements AutoCloseable {

    /// Chunks that are deleted together.
    private static final int PAGE_CHUNKS = 512;

    /// How long a device that has just started does other things first.
    private static final Duration START_REST = Duration.ofMinutes(10);

    /// What waits after a recovery, and for whom.
    static final String HELD =
            "Nothing goes: the pool was recovered, and what comes back late may need it. When all"
                    + " devices are back that ever will be, an owner says so with `holdfast collect"
                    + " --release`.";

    private static final String CONFIRM = "`holdfast collect --confirm`";

    private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);

    private final OpenHome home;
    private final Network network;
    private final Survey.Fetch fetch;
    private final MarkFile file;
    private final Settings settings;
    private final Clearing clearing;
    private final InstantSource clock = InstantSource.system();
    private final ReentrantLock lock = new ReentrantLock();
    private final Chore chore;
    private Optional<Instant> looked = Optional.empty();
    private boolean isTold;

    private Collecting(
            OpenHome home, Network network, MarkFile file, Settings settings, Clearing clearing) {
        this.home = home;
        this.network = network;
        this.file = file;
        this.settings = settings;
        this.clearing = clearing;
        fetch = network.fetcher()::fetch;
        chore =
                Chore.start(
                        "collecting",
                        "Room is still being given back; the next start goes on.",
                        this::run);
    }

    /// Looks from now on.
    ///
    /// @param clearing gives the room of removed chunks back to the file system
    static Collecting start(
            OpenHome home, Network network, HomeFiles files, Settings settings, Clearing clearing) {
        return new Collecting(home, network, new MarkFile(files), settings, clearing);
    }

    private void run() throws InterruptedException {
        var every = settings.collectEvery();
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
        boolean isMuch = collected.waits().stream().anyMatch(why -> why.contains(CONFIRM));
        if (isMuch && !isTold) {
            collected.waits().forEach(network.news()::waits);
        }
        isTold = isMuch;
    }

    /// A clock that was put back must not stop it.
    private boolean isDue(Duration every) {
        var noted = file.read().notes().reversed().stream().findFirst().map(Marks.Note::at);
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
                return new Outcome.Collected(0, 0, 0, 0, List.of(HELD));
            }
            var saying = new Saying(home, network.exchange().writer(), settings.collectEvery());
            var awaited = saying.say(clock.instant(), isAsked, isConfirmed);
            var marks = noted();
            return delete(marks, awaited, isConfirmed);
        } catch (DoubtException e) {
            LOG.info("No room is given back: {}.", e.getMessage(), e);
            return new Outcome.Collected(
                    0, 0, 0, 0, List.of("Nothing goes: " + e.getMessage() + "."));
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

    /// From now on this device knows for how long it has known what it knows now.
    private Marks noted() throws DoubtException, IOException {
        var note = new Marks.Note(clock.instant(), Past.now(home).held());
        var before = file.read();
        var marks = before.with(note, settings.collectAfter());
        if (!marks.equals(before)) {
            file.write(marks);
        }
        return marks;
    }

    private Outcome.Collected delete(Marks marks, Set<DeviceId> awaited, boolean isConfirmed)
            throws DoubtException, InterruptedException, NodeException, JournalException {
        var now = clock.instant();
        var sealer = home.sealer();
        var survey = Survey.of(home, sealer, fetch, Optional.empty(), now);
        var dead = survey.dead();
        var waiting = new ArrayList<String>();
        awaited.forEach(device -> waiting.add(waits(device)));
        home.condemned().become(dead);
        var ripe = marks.ripe(now, settings.collectAfter());
        var due = List.<ChunkFacts>of();
        if (ripe.isPresent() && !dead.isEmpty()) {
            survey = Survey.of(home, sealer, fetch, Optional.of(ripe.get().held()), now);
            due = survey.dead();
        }
        if (Brake.holds(due.size(), held()) && !survey.isConfirmed() && !isConfirmed) {
            waiting.add(
                    "%d of %d chunks would be deleted, as nobody needs them. That is much: %s lets them."
                            .formatted(due.size(), held(), CONFIRM));
            due = List.of();
        }
        long bytes = bytes(due);
        int gone = retire(due, survey);
        if (gone < due.size()) {
            waiting.add(
                    "A device cannot be reached that may count copies here, or a put needs some.");
        }
        long left = gone < due.size() ? bytes(due) : 0;
        if (gone > 0) {
            LOG.info(
                    "Deleted {} chunks that nobody needs; {} more wait.", gone, dead.size() - gone);
        }
        return new Outcome.Collected(
                gone, bytes - left, dead.size() - gone, bytes(dead), List.copyOf(waiting));
    }

    private String waits(DeviceId device) {
        return "%s has not yet been heard since something was deleted."
                .formatted(home.live().name(device));
    }

    private long held() {
        return home.ledger().views().chunks().held();
    }

    private long bytes(List<ChunkFacts> chunks) {
        return chunks.stream()
                .mapToLong(facts -> home.store().index().length(facts.id()).orElse(0))
                .sum();
    }

    private int retire(List<ChunkFacts> due, Survey survey)
            throws InterruptedException, JournalException {
        int gone = 0;
        for (int from = 0; from < due.size(); from += PAGE_CHUNKS) {
            var page = due.subList(from, Math.min(due.size(), from + PAGE_CHUNKS));
            gone += network.evictions().retire(page, () -> needed(page, survey));
        }
        if (gone > 0) {
            var _ = clearing.squeeze();
        }
        return gone;
    }

    private static Optional<Set<ChunkId>> needed(List<ChunkFacts> page, Survey survey)
            throws InterruptedException {
        return survey.later()
                .map(
                        late -> {
                            var needed = new TreeSet<ChunkId>();
                            page.stream()
                                    .map(ChunkFacts::id)
                                    .filter(late::contains)
                                    .forEach(needed::add);
                            return new HashSet<>(needed);
                        });
    }

    @Override
    public void close() {
        chore.close();
    }
}
