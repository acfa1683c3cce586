package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.content.Content;
import dev.holdfast.engine.core.content.ManifestCursor;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Item;
import dev.holdfast.engine.core.sync.Writing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds out where chunks lie in linked folders. What a file was when folder and volume last had
/// the same is what the volume shows there, or else what the batch says that was taken then; where
/// its chunks lie says its list, if that is here. No other device is asked.
final class Charting {

    /// Batches that are opened for files of which the volume shows another version by now.
    private static final int BATCHES_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Charting.class);

    private final LinkedFiles.Means means;

    /// Reads lists that are here.
    private final ContentReader reader;

    private final Chart chart = new Chart();

    private Charting(LinkedFiles.Means means, ContentReader reader) {
        this.means = means;
        this.reader = reader;
    }

    static Chart of(List<LinkedFiles.Folder> folders, LinkedFiles.Means means, ContentReader reader)
            throws InterruptedException {
        var charting = new Charting(means, reader);
        for (var folder : folders) {
            try {
                charting.new One(folder).chart();
            } catch (NodeException e) {
                if (e.problem().code() == Problem.Code.CANCELLED && Thread.interrupted()) {
                    throw Problems.interrupted(e);
                }
                LOG.debug("Of {} nothing more is known.", folder.directory(), e);
            }
        }
        return charting.chart;
    }

    /// One folder.
    private final class One {

        private final LinkedFiles.Folder folder;
        private final EntryPath top;
        private final TreeWalk walk = new TreeWalk(means.ledger().views().names());

        /// Files that are charted.
        private final Set<EntryPath> done = new HashSet<>();

        One(LinkedFiles.Folder folder) throws NodeException {
            this.folder = folder;
            top = Place.path(folder.at());
        }

        void chart() throws NodeException {
            in(EntryPath.ROOT);
            var others = new HashMap<Dot, List<EntryPath>>();
            folder.synced().agreed().forEach((path, agreed) -> addTo(others, path, agreed));
            int opened = 0;
            for (var each : others.entrySet()) {
                if (opened++ < BATCHES_MAX) {
                    batch(each.getKey(), each.getValue());
                }
            }
        }

        private void addTo(Map<Dot, List<EntryPath>> others, EntryPath path, Agreed agreed) {
            if (agreed.item() instanceof Item.File && !done.contains(path)) {
                agreed.wrote()
                        .ifPresent(
                                dot ->
                                        others.computeIfAbsent(dot, _ -> new ArrayList<>())
                                                .add(path));
            }
        }

        /// Only directories that the folder had are looked into.
        private void in(EntryPath directory) throws NodeException {
            walk.<NodeException>in(
                    folder.volume(),
                    Writing.below(top, directory),
                    shown -> {
                        var path = Writing.inFolder(top, shown.path());
                        var kind = GetVerb.kind(shown);
                        if (shown.isDirectory() && folder.synced().agreed().containsKey(path)) {
                            in(path);
                        } else if (kind.orElse(null) instanceof Entry.File(var content, _, _)
                                && Optional.of(content.root()).equals(root(path))) {
                            add(path, content);
                        }
                    });
        }

        /// The root of the content that a file had; empty where there was none.
        private Optional<Hash> root(EntryPath path) {
            var agreed = Optional.ofNullable(folder.synced().agreed().get(path));
            return agreed.map(Agreed::item).flatMap(Charting::root);
        }

        /// Files that are what a batch says, and not what the volume shows now.
        private void batch(Dot dot, List<EntryPath> paths) throws NodeException {
            var held = means.ledger().views().batches().batch(folder.volume(), dot);
            if (held.isEmpty()
                    || !means.opener().knows(held.get().batch().header().sealing().epoch())) {
                return;
            }
            var contents = new HashMap<Hash, Content>();
            try {
                for (var entry : means.opener().open(held.get().batch()).entries()) {
                    if (entry.kind() instanceof Entry.File(var content, _, _)) {
                        contents.put(content.root(), content);
                    }
                }
            } catch (MalformedException e) {
                LOG.debug("What a device wrote down of this volume cannot be read.", e);
            }
            for (var path : paths) {
                var content = root(path).map(contents::get);
                if (content.isPresent()) {
                    add(path, content.get());
                }
            }
        }

        private void add(EntryPath path, Content content) throws NodeException {
            done.add(path);
            if (!chart.isFull()) {
                var name = folder.at().volume();
                list(content, chart.begin(new Chart.Lying(folder.directory(), name, path)));
            }
        }

        /// A list that is not here, or cannot be read, is looked at as far as it can be.
        private void list(Content content, int file) throws NodeException {
            try {
                var cursor = new ManifestCursor<NodeException>(content, reader::node);
                for (var item = cursor.next(); item != null; item = cursor.next()) {
                    int length = item.isChunk() ? item.ref().length() : 0;
                    chart.add(file, item.ref().id(), item.offset(), length);
                }
            } catch (MalformedException e) {
                LOG.debug("A file's list of chunks is not what it should be.", e);
            } catch (NodeException e) {
                if (e.problem().code() == Problem.Code.CANCELLED) {
                    throw e;
                }
                LOG.debug("A file's list of chunks is not here.", e);
            }
        }
    }

    private static Optional<Hash> root(Item item) {
        return item instanceof Item.File(var root, _, _) ? Optional.of(root) : Optional.empty();
    }
}
