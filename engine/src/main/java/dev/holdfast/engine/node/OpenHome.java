package dev.holdfast.engine.node;

import static dev.holdfast.engine.wal.JournalException.Kind.DAMAGED;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.codec.zstd.ZstdCodec;
import dev.holdfast.engine.collecting.Archive;
import dev.holdfast.engine.collecting.Condemned;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.bc.BcBatchSealer;
import dev.holdfast.engine.crypto.bc.BcBoxes;
import dev.holdfast.engine.crypto.bc.BcSealer;
import dev.holdfast.engine.crypto.bc.BcSignatures;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.Coming;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All that a home holds, opened: keys, packs, journal, catalog, and the roster they fold to.
final class OpenHome implements AutoCloseable {

    /// Between two tries on a disk that is full.
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(OpenHome.class);

    private final Deque<Closing> opened = new ArrayDeque<>();
    private final Signatures signatures = new BcSignatures();
    private final KeyRing.Tools tools;
    private final BatchSealer batchSealer;
    private final Shelf shelf = new Shelf();
    private final DiskChunkStore store;
    private final Damages damages;
    private final Pins pins = new Pins();
    private final Coming coming = new Coming();
    private final SqliteCatalog answers;
    private final Ledger ledger;
    private final LiveRoster live;
    private final Bookkeeping.Scale scale;
    private final RealDisk packs;
    private final RealDisk journalDisk;
    private final Journal journal;
    private final Claims claims;
    private final Condemned condemned = new Condemned();
    private final Archive archive;
    private final MarkFile marks;
    private final Patience patience;
    private final InstantSource clock;

    private OpenHome(HomeFiles files, Stepping steps, LiveRoster.Rings rings)
            throws NodeException, IOException, StoreException, JournalException {
        var chance = new SecureChance();
        clock = WallClock.of(files);
        batchSealer = new BcBatchSealer(chance);
        tools =
                new KeyRing.Tools(
                        new DeviceKeyFile(files.keys()).load(),
                        new BcBoxes(chance),
                        batchSealer,
                        chance);
        packs = RealDisk.at(files.packs());
        store = DiskChunkStore.open(steps.over("packs", packs), packs);
        opened.push(store::close);
        damages = new Damages(store, ScrubNotes.read(files));
        scale = steps.scale();
        journalDisk = RealDisk.at(files.journal());
        patience = new Patience(journalDisk, () -> SteadyClock.sleep(TRY_AGAIN));
        var records = steps.over("journal", patience.over(journalDisk, DiskJournal::isSegment));
        journal = DiskJournal.open(records, chance::bits64, scale.segmentBytes());
        opened.push(journal::close);
        var ring = new LateRing();
        var bodies = new Bodies(batchSealer, ring::get);
        answers = SqliteCatalog.open(files.catalog(), bodies);
        var catalog = patience.over(steps.over(answers));
        opened.push(catalog::close);
        live = LiveRoster.fold(Ledger.statements(journal, catalog), signatures, tools, rings);
        ring.live = live;
        ledger = Ledger.open(journal, catalog);
        claims = new Claims(ledger);
        marks = new MarkFile(files);
        archive = new Archive(store, ledger, bodies, live::roster, live.self());
    }

    /// Opens a home that is there; the caller holds its lock.
    static OpenHome open(HomeFiles files) throws NodeException {
        Rebuilding.refuseUnfinished(files);
        return openRebuilt(files, Stepping.in(files));
    }

    /// Opens one that is being made, whose secrets come by another way.
    static OpenHome open(HomeFiles files, LiveRoster.Rings rings) throws NodeException {
        return open(files, Stepping.in(files), rings);
    }

    /// Opens one whose books are just being made again.
    static OpenHome openRebuilt(HomeFiles files, Stepping steps) throws NodeException {
        return open(files, steps, LiveRoster.Rings.OWN);
    }

    private static OpenHome open(HomeFiles files, Stepping steps, LiveRoster.Rings rings)
            throws NodeException {
        try {
            return new OpenHome(files, steps, rings);
        } catch (IOException e) {
            throw HomeFiles.failed("open", files.directory(), e);
        } catch (StoreException e) {
            throw refused(Failures.opening(files.directory(), e), files, e);
        } catch (JournalException e) {
            throw refused(Failures.opening(files.directory(), e), files, e);
        } catch (CatalogException e) {
            throw refused(Failures.opening(files.directory(), e), files, e);
        }
    }

    /// A disk that is full is what the person must hear, whatever fell over it first.
    static NodeException refused(Problem problem, HomeFiles files, Exception why) {
        boolean isDamage = why instanceof JournalException e && e.kind() == DAMAGED;
        return isDamage || problem.code() != Problem.Code.DAMAGED
                ? new NodeException(problem, why)
                : HomeFiles.full(files.directory(), why)
                        .orElseGet(() -> new NodeException(problem, why));
    }

    /// How one of the things in a home is let go.
    private interface Closing {
        void close() throws StoreException, JournalException;
    }

    /// The secrets of a roster that is folded only after the catalog is opened.
    private static final class LateRing {

        private volatile @Nullable LiveRoster live;

        KeyRing get() {
            return Objects.requireNonNull(live, "the roster is folded before names are read")
                    .ring();
        }
    }

    /// By which this device dates what it writes.
    InstantSource clock() {
        return clock;
    }

    DeviceKeys keys() {
        return tools.keys();
    }

    Signatures signatures() {
        return signatures;
    }

    BatchSealer batchSealer() {
        return batchSealer;
    }

    /// Whether this device is one that is given no secret, and keeps only what others sealed.
    boolean isKeeper() {
        return live.roster().device(live.self()).filter(d -> !d.role().holdsSecrets()).isPresent();
    }

    /// Seals with the dedup secret, which a keeper has not.
    Sealer sealer() throws NodeException {
        var dedup = live.ring().dedup();
        if (dedup.isEmpty()) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "This device has not been given the pool's secrets.",
                    "Bring the device that admitted it online, then try again.");
        }
        return new BcSealer(dedup.get(), new ZstdCodec(), List.of(new ZstdCodec()), shelf);
    }

    /// Memory for whole chunks, for all that the device does.
    Shelf shelf() {
        return shelf;
    }

    /// Keeps no memory for what comes next.
    void dropIdle() {
        shelf.dropIdle();
        store.dropIdle();
        answers.dropIdle();
    }

    DiskChunkStore store() {
        return store;
    }

    Damages damages() {
        return damages;
    }

    /// How many records the journal had so far.
    long records() {
        return journal.lastLsn();
    }

    /// Keeps the journal short from now on, until it is closed.
    Bookkeeping keepShort() {
        return Bookkeeping.start(ledger, journalDisk, scale);
    }

    /// The disks of the home, by what lies on them.
    Map<String, RealDisk> disks() {
        return Map.of("journal", journalDisk, "packs", packs);
    }

    Pins pins() {
        return pins;
    }

    Coming coming() {
        return coming;
    }

    Ledger ledger() {
        return ledger;
    }

    Patience patience() {
        return patience;
    }

    /// All that is kept here, for who looks through it.
    Archive archive() {
        return archive;
    }

    Claims claims() {
        return claims;
    }

    /// Writes as another actor from now on: others know more of what the last one wrote.
    Actor drawIncarnation() throws JournalException {
        var actor = new Actor(live.self(), tools.chance().bits64());
        ledger.commit(new JournalRecord.IncarnationDrawn(actor));
        return actor;
    }

    /// Since when it has been known what nobody needs.
    MarkFile marks() {
        return marks;
    }

    Condemned condemned() {
        return condemned;
    }

    LiveRoster live() {
        return live;
    }

    @Override
    public void close() {
        patience.end();
        for (var thing : opened) {
            try {
                thing.close();
            } catch (StoreException | JournalException | CatalogException e) {
                LOG.error("A part of the home did not close cleanly.", e);
            }
        }
    }
}
