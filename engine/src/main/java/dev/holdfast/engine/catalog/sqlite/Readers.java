package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.BatchesView;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.catalog.ChunksView;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.catalog.PledgesView;
import dev.holdfast.engine.catalog.SelfView;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.core.tree.TreeRow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers from a few connections that only read. Each answer is of one moment, and waits for no
/// writer.
final class Readers implements AutoCloseable {

    /// Connections; SQLite answers in microseconds, so more would only take memory.
    private static final int CONNECTIONS = 4;

    private final BlockingQueue<Tables> idle = new ArrayBlockingQueue<>(CONNECTIONS);
    private final List<Tables> all = new ArrayList<>();

    Readers(Supplier<Db> connect) {
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(new Tables(connect.get()));
        }
        idle.addAll(all);
    }

    Views views() {
        return new Views(new Self(), new Names(), new Batches(), new Chunks(), new Pledges());
    }

    /// Each connection that is idle gives back its pages.
    void dropIdle() {
        for (int i = 0; i < CONNECTIONS; i++) {
            ask(Tables::dropIdle);
        }
    }

    @Override
    public void close() {
        all.forEach(Tables::close);
    }

    /// Asks what takes one statement, which is of one moment by itself.
    private <T> T ask(Function<Tables, T> question) {
        var tables = take();
        try {
            return question.apply(tables);
        } finally {
            idle.add(tables);
        }
    }

    /// Asks what takes several statements.
    private <T> T askAtOnce(Function<Tables, T> question) {
        return ask(
                tables -> {
                    tables.db.change("BEGIN");
                    try {
                        return question.apply(tables);
                    } finally {
                        tables.db.change("COMMIT");
                    }
                });
    }

    private Tables take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return idle.take();
                } catch (InterruptedException e) {
                    interrupted =
                            true; // an answer takes microseconds; whoever waits longer sees it
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Self implements SelfView {

        @Override
        public List<byte[]> statements() {
            return ask(tables -> tables.self.statements());
        }

        @Override
        public Optional<Actor> actor() {
            return ask(tables -> tables.self.actor());
        }

        @Override
        public long lastClaim(VolumeId volume, Actor actor) {
            return ask(tables -> tables.self.lastClaim(volume, actor));
        }

        @Override
        public List<Stamp> openClaims() {
            return askAtOnce(tables -> tables.self.openClaims());
        }

        @Override
        public List<Stamp> withheldClaims() {
            return askAtOnce(tables -> tables.self.withheldClaims());
        }
    }

    private final class Names implements NamesView {

        @Override
        public Tree tree(VolumeId volume) {
            return new Tree() {
                @Override
                public TreeRow row(EntryPath path) {
                    return ask(tables -> tables.places.tree(volume).row(path));
                }

                @Override
                public boolean isVacant(EntryPath directory) {
                    return ask(tables -> tables.places.tree(volume).isVacant(directory));
                }
            };
        }

        @Override
        public Page list(VolumeId volume, EntryPath directory, String after, int places) {
            return askAtOnce(tables -> tables.places.list(volume, directory, after, places));
        }

        @Override
        public List<EntryVersion> node(VolumeId volume, Hash node) {
            return askAtOnce(tables -> tables.places.node(volume, node));
        }
    }

    private final class Batches implements BatchesView {

        @Override
        public Map<VolumeId, Map<Actor, BatchChain>> chains() {
            return askAtOnce(tables -> tables.batches.chains());
        }

        @Override
        public Optional<Held> batch(VolumeId volume, Dot dot) {
            return ask(tables -> tables.batches.batch(volume, dot));
        }

        @Override
        public List<Held> after(long lsn, int limit) {
            return ask(tables -> tables.batches.after(lsn, limit));
        }

        @Override
        public Set<DeviceId> holders(VolumeId volume, Dot dot) {
            return ask(tables -> tables.batches.holders(volume, dot));
        }

        @Override
        public VersionVector applied(VolumeId volume) {
            return askAtOnce(tables -> tables.batches.applied(volume));
        }
    }

    private final class Chunks implements ChunksView {

        @Override
        public Optional<ChunkRef> known(Hash mac) {
            return ask(tables -> tables.chunks.known(mac));
        }

        @Override
        public List<ChunkFacts> facts(Collection<ChunkId> ids) {
            return askAtOnce(tables -> tables.chunks.facts(ids));
        }

        @Override
        public List<ChunkFacts> page(Optional<ChunkId> after, ChunkId last, int limit) {
            return askAtOnce(tables -> tables.chunks.page(after, last, limit));
        }

        @Override
        public long held() {
            return ask(tables -> tables.chunks.held());
        }
    }

    private final class Pledges implements PledgesView {

        @Override
        public List<Standing> of(ChunkId chunk) {
            return ask(tables -> tables.pledges.of(chunk));
        }

        @Override
        public List<Standing> with(DeviceId other, Optional<ChunkId> after, int limit) {
            return ask(tables -> tables.pledges.with(other, after, limit));
        }
    }
}
