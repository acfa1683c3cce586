package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.placement.Layout;
import dev.holdfast.engine.core.record.JournalRecord.ChunksStamped;
import dev.holdfast.engine.core.record.JournalRecord.ClaimClosed;
import dev.holdfast.engine.core.record.JournalRecord.ClaimOpened;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.exchange.BatchWriter.NoEpochException;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.upkeep.CopyWaits;
import dev.holdfast.engine.wal.JournalException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What somebody at a device does there: stores, renames and removes files, and waits for copies.
/// The order of the steps of a put is the product's: bytes, stamps, name.
final class Person {

    private static final Duration DISK = Duration.ofMillis(40);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Life life;
    private final Pins pins;
    private final List<Waiting> waiting = new ArrayList<>();

    /// Somebody who waits for copies of what was written.
    private record Waiting(Promise promise, CopyWaits.Wait counted, int copies) {}

    Person(Life life, Pins pins) {
        this.life = life;
        this.pins = pins;
    }

    void put(String path, String content, int copies) {
        life.run(() -> store(path, content, copies));
    }

    private void store(String path, String content, int copies)
            throws JournalException, StoreException {
        if (life.ring().writable().isEmpty()) {
            tell("cannot write: there is no epoch to write under");
            return;
        }
        var self = life.ledger().views().self();
        var actor = self.actor().orElseThrow();
        var claim = new Stamp(Pool.FILES, actor, self.lastClaim(Pool.FILES, actor) + 1);
        var sealed = content.getBytes(StandardCharsets.UTF_8);
        var chunk = new ChunkId(Sha256.of(sealed));
        life.ledger().commit(new ClaimOpened(claim));
        var pin = pins.open();
        pin.add(chunk);
        try {
            var tag = new ChunkTag(Layout.FACTOR_DEFAULT, claim, ChunkTag.Origin.HERE);
            life.store().append(chunk, ByteBuffer.wrap(sealed), tag);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.FULL) {
                throw e;
            }
            pin.close();
            life.ledger().commit(new ClaimClosed(claim));
            tell("has no room for " + path);
            return;
        }
        life.store().sync();
        life.ledger().commit(new ChunksStamped(claim, Layout.FACTOR_DEFAULT, List.of(chunk)));
        life.copying().wrote(List.of(chunk));
        life.later(
                DISK,
                "writes " + path,
                () -> life.run(() -> name(new Named(path, content, chunk, claim, copies), pin)));
    }

    private record Named(String path, String content, ChunkId chunk, Stamp claim, int copies) {

        Entry.Kind kind() {
            var ref = new ChunkRef(chunk, new ChunkKey(Toy.hash("key")), content.length());
            return new Entry.File(new Content.One(ref, chunk.hash()), 0, false);
        }
    }

    private void name(Named named, Pins.Pin pin) throws JournalException {
        var path = new EntryPath(named.path);
        var before = Projection.find(tree(), path);
        var dot = edit(edits -> edits.write(path, named.kind(), life.pool().bits256()));
        dot.ifPresent(_ -> replaced(before));
        pin.close();
        life.ledger().commit(new ClaimClosed(named.claim));
        if (dot.isPresent()) {
            var promise = new Promise(named.path, named.content, named.chunk, dot.get());
            await(promise, named.copies);
        }
    }

    private void await(Promise promise, int copies) {
        var counting = Set.copyOf(life.layout().devices());
        var wanted =
                new CopyWaits.Wanted(
                        Pool.FILES, Set.of(promise.dot()), Set.of(promise.chunk()), counting);
        int possible = Math.clamp(life.view().ownersOnline(), 1, Layout.FACTOR_DEFAULT);
        int inPool = Math.clamp(counting.size(), 1, Layout.FACTOR_DEFAULT);
        int asked = Math.min(Math.min(copies, inPool), possible);
        var index = life.store().index();
        var count = life.waits().open(wanted, life.id(), index::contains, life.ledger().views());
        var mine = new Waiting(promise, count, asked);
        waiting.add(mine);
        counted();
        life.later(PATIENCE, "waits no longer", () -> answer(mine));
    }

    /// Copies were confirmed: somebody may have waited for them.
    void counted() {
        for (var each : List.copyOf(waiting)) {
            if (copies(each) >= each.copies) {
                answer(each);
            }
        }
    }

    private static int copies(Waiting waiting) {
        try {
            return waiting.counted.await(waiting.copies, Duration.ZERO, _ -> {});
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a run", e);
        }
    }

    private void answer(Waiting each) {
        if (waiting.remove(each)) {
            int copies = copies(each);
            each.counted.close();
            life.pool().promises().acknowledged(each.promise, copies);
            tell("is told: " + copies + " copies of " + each.promise.path());
        }
    }

    /// Reads what is shown, from wherever it comes; nobody need be there to give it.
    void read(String path) {
        life.run(
                () -> {
                    var version =
                            Projection.find(tree(), new EntryPath(path)).flatMap(Shown::version);
                    if (version.isPresent()
                            && version.get().entry().kind() instanceof Entry.File file
                            && file.content() instanceof Content.One(var ref, _)) {
                        new Reading(life, ref.id(), isFound -> told(path, isFound)).begin();
                    }
                });
    }

    private void told(String path, boolean isFound) {
        tell(isFound ? "reads " + path : "cannot read " + path + " now");
    }

    void remove(String path) {
        life.run(
                () -> {
                    var shown = Projection.find(tree(), new EntryPath(path));
                    if (shown.isPresent()) {
                        var dot = edit(edits -> edits.remove(shown.get()));
                        dot.ifPresent(_ -> replaced(shown));
                    }
                });
    }

    void rename(String path, String to) {
        life.run(
                () -> {
                    var shown = Projection.find(tree(), new EntryPath(path));
                    if (shown.isPresent()) {
                        var target = Projection.find(tree(), new EntryPath(to));
                        var dot = edit(edits -> edits.move(shown.get(), new EntryPath(to)));
                        dot.ifPresent(_ -> List.of(shown, target).forEach(this::replaced));
                    }
                });
    }

    private void replaced(Optional<Shown> shown) {
        shown.flatMap(Shown::version).ifPresent(life.pool().promises()::replaced);
    }

    private Tree tree() {
        return life.ledger().views().names().tree(Pool.FILES);
    }

    private Optional<Dot> edit(Consumer<Edits> change) throws JournalException {
        return write(Pool.FILES, change);
    }

    Optional<Dot> write(VolumeId volume, Consumer<Edits> change) throws JournalException {
        try {
            return life.names().writer().write(volume, change);
        } catch (NoEpochException e) {
            tell("cannot write: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void tell(String what) {
        life.pool().tell(life.machine(), what);
    }
}
