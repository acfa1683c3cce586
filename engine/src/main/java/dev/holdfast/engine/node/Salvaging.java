package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.sqlite.SqliteCatalog;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.BatchChain.Verdict;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.record.JournalRecord.IncarnationDrawn;
import dev.holdfast.engine.core.record.JournalRecord.StatementAccepted;
import dev.holdfast.engine.core.record.JournalRecord.WriterCut;
import dev.holdfast.engine.wal.Journal;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.Salvage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a journal anew: what the catalog knows when that is sound, else what is sound of the
/// snapshot, then every sound record behind it. Of a writer's batches only those go in that follow
/// on each other. The device gets another name to write under, so that no number of a batch that
/// was lost is used twice.
final class Salvaging {

    /// Gaps that are told one by one.
    private static final int RANGES_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Salvaging.class);

    private record Writer(VolumeId volume, Actor actor) {}

    private final Journal to;
    private final Map<Writer, BatchChain> chains = new HashMap<>();
    private long batches;
    private long unread;
    private boolean knowsPool;

    Salvaging(Journal to) {
        this.to = to;
    }

    /// Whether the pool can be made out by what was read.
    boolean knowsPool() {
        return knowsPool;
    }

    /// Durable on return.
    Rebuilt.Lost write(Path catalog, Salvage from, Actor then)
            throws IOException, JournalException {
        long known = fromCatalog(catalog);
        if (known == 0) {
            var recalled = from.<JournalException>recall((_, type, bytes) -> add(type, bytes));
            unread += recalled.missing();
            known = recalled.lsn();
        }
        var gaps = from.<JournalException>read(known, (_, type, bytes) -> add(type, bytes));
        unread += gaps.stream().mapToLong(gap -> gap.to() - gap.from() + 1).sum();
        var drawn = new IncarnationDrawn(then);
        to.sync(to.append(drawn.type(), drawn.toBytes()));
        return new Rebuilt.Lost(ranges(gaps), unread, batches);
    }

    private static List<Rebuilt.Range> ranges(List<Salvage.Gap> gaps) {
        return gaps.stream()
                .limit(RANGES_MAX)
                .map(gap -> new Rebuilt.Range(gap.from(), gap.to()))
                .toList();
    }

    /// @return up to where in the journal the catalog told all; 0 when it cannot be believed
    private long fromCatalog(Path file) throws JournalException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var catalog = SqliteCatalog.open(file, BodyOpener.NONE)) {
            if (!catalog.isSound()) {
                LOG.warn("The catalog is damaged too, and is not believed.");
                return 0;
            }
            return catalog.<JournalException>tell(
                    applied -> add(applied.record().type(), applied.record().toBytes()));
        } catch (CatalogException e) {
            LOG.warn("The catalog is of no help: {}", e.getMessage());
            return 0;
        }
    }

    private void add(int type, byte[] payload) throws JournalException {
        try {
            var record = JournalRecord.read(type, payload);
            if (isWanted(record)) {
                to.append(type, payload);
            }
        } catch (MalformedException e) {
            LOG.warn("A record of type {} is none: {}", type, e.getMessage());
            unread++;
        }
    }

    private boolean isWanted(JournalRecord record) throws MalformedException {
        switch (record) {
            case StatementAccepted _ -> knowsPool = true;
            case BatchAccepted(var bytes) -> {
                return follows(Batch.read(bytes));
            }
            case WriterCut(var volume, var from) -> cut(volume, from);
            // That nothing was offered, or wanted by others, cannot be said where words are
            // missing.
            case JournalRecord.ClaimWithheld _ -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private boolean follows(Batch batch) {
        var header = batch.header();
        var writer = new Writer(header.volume(), header.dot().actor());
        var chain = chains.getOrDefault(writer, BatchChain.EMPTY);
        if (header.dot().n() <= chain.n()) {
            return false; // it was read before
        }
        return switch (chain.judge(header, batch.id(), _ -> chain.last())) {
            case Verdict.Accept(var next) -> {
                chains.put(writer, next);
                yield true;
            }
            case Verdict.Gap _, Verdict.Fork _ -> {
                batches++;
                yield false;
            }
            case Verdict.Duplicate _, Verdict.Late _ -> false;
        };
    }

    private void cut(VolumeId volume, Dot from) {
        var writer = new Writer(volume, from.actor());
        chains.put(writer, chains.getOrDefault(writer, BatchChain.EMPTY).cutAt(from.n()));
    }
}
