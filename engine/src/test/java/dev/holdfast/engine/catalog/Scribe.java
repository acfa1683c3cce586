package dev.holdfast.engine.catalog;

import dev.holdfast.engine.catalog.Catalog.Applied;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.batch.BatchHeader;
import dev.holdfast.engine.core.batch.BatchHeader.Sealing;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkKey;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.Hlc;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.core.record.JournalRecord.BatchAccepted;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A writer of batches that are not really sealed, and the journal they go into.
public final class Scribe {

    public static final VolumeId VOLUME = new VolumeId(hash("volume"));
    public static final Hash EPOCH = hash("epoch");

    /// Opens what scribes wrote, in the epochs it knows.
    public static final class Opener implements BodyOpener {

        private final Set<Hash> known = new HashSet<>();

        public Opener(Hash... epochs) {
            known.addAll(List.of(epochs));
        }

        public void learn(Hash epoch) {
            known.add(epoch);
        }

        @Override
        public boolean knows(Hash epoch) {
            return known.contains(epoch);
        }

        @Override
        public BatchBody open(Batch batch) throws MalformedException {
            return BatchBody.read(batch.sealed());
        }
    }

    /// What a test appends to, numbered as a journal would.
    public static final class Log {

        private final List<Applied> all = new ArrayList<>();

        public List<Applied> add(JournalRecord... records) {
            var added = new ArrayList<Applied>();
            for (var record : records) {
                added.add(new Applied(all.size() + added.size() + 1, record));
            }
            all.addAll(added);
            return added;
        }

        public List<Applied> all() {
            return all;
        }
    }

    private final Actor actor;
    private final VolumeId volume;
    private BatchChain chain = BatchChain.EMPTY;
    private Hash epoch = EPOCH;

    public Scribe(String name) {
        this(name, VOLUME);
    }

    public Scribe(String name, VolumeId volume) {
        this.volume = volume;
        actor = new Actor(new DeviceId(hash(name)), name.hashCode());
    }

    public Actor actor() {
        return actor;
    }

    public DeviceId device() {
        return actor.device();
    }

    public Scribe under(Hash newEpoch) {
        epoch = newEpoch;
        return this;
    }

    public static Hash hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ChunkId chunk(String text) {
        return new ChunkId(hash(text));
    }

    public static ChunkRef ref(String text) {
        return new ChunkRef(chunk(text), new ChunkKey(hash("key")), 1);
    }

    public static Entry.File file(String content) {
        return new Entry.File(new Content.One(ref(content), hash(content)), 0, false);
    }

    public BatchAccepted put(Tree tree, String path, String content) {
        return batch(
                false,
                edits(
                        tree,
                        e -> e.write(new EntryPath(path), file(content), hash("node" + content))));
    }

    public List<Entry> edits(Tree tree, Consumer<Edits> change) {
        var edits = new Edits(tree, new Hlc(1000 + chain.n(), 0));
        change.accept(edits);
        return edits.entries();
    }

    /// The next batch of this writer's chain.
    public BatchAccepted batch(boolean more, List<Entry> entries) {
        return batch(new BatchBody(more, VersionVector.EMPTY, entries).toBytes());
    }

    public BatchAccepted batch(byte[] body) {
        var dot = new Dot(actor, chain.n() + 1);
        var sealing = new Sealing(epoch, 1, List.of(), body.length);
        var pool = new PoolId(hash("pool"));
        var header = new BatchHeader(pool, volume, dot, chain.last(), sealing);
        var batch = Batch.of(header, body, new byte[Batch.SIGNATURE_BYTES]);
        chain = new BatchChain(dot.n(), batch.id(), BatchChain.UNCUT);
        return new BatchAccepted(batch.bytes());
    }

    public BatchChain chain() {
        return chain;
    }
}
