package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.MemoryRows;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;
import dev.holdfast.engine.core.tree.TreeRow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The places of every volume.
final class PlaceTable implements NamesView {

    /// Siblings of one place; each is a version that some device wrote without seeing the others.
    private static final int SIBLINGS_MAX = 1 << 20;

    /// A place's key in two parts.
    record Key(String parent, String name) {

        static Key of(String key) {
            int slash = key.lastIndexOf('/');
            return new Key(slash < 0 ? "" : key.substring(0, slash), key.substring(slash + 1));
        }
    }

    /// A place and its row.
    private record Placed(EntryPath place, TreeRow row) {}

    private final Db db;
    private final Numbers numbers;

    PlaceTable(Db db, Numbers numbers) {
        this.db = db;
        this.numbers = numbers;
    }

    /// Forgets the rows of every volume.
    void clear() {
        db.change("DELETE FROM places");
        db.change("DELETE FROM nodes");
    }

    void clear(long volume) {
        db.change("DELETE FROM places WHERE volume = ?", volume);
        db.change("DELETE FROM nodes WHERE volume = ?", volume);
    }

    TreeRow read(long volume, String key) {
        var at = Key.of(key);
        return db.first(
                        """
                        SELECT shows, below, versions, sources FROM places
                        WHERE volume = ? AND parent = ? AND name = ?\
                        """,
                        PlaceTable::row,
                        volume,
                        at.parent,
                        at.name)
                .orElse(TreeRow.EMPTY);
    }

    /// Whether there is no row of a place directly in a directory.
    boolean isVacant(long volume, EntryPath directory) {
        return db.first(
                        "SELECT 1 FROM places WHERE volume = ? AND parent = ? LIMIT 1",
                        row -> row.getInt(1),
                        volume,
                        directory.key())
                .isEmpty();
    }

    void write(long volume, String key, TreeRow row) {
        var at = Key.of(key);
        db.change(
                "INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?, ?)",
                volume,
                at.parent,
                at.name,
                row.shows() ? 1 : 0,
                row.below(),
                versions(row.siblings()),
                row.sources().isEmpty() ? null : sources(row.sources()));
        for (var version : row.siblings()) {
            if (version.entry().isLive()) {
                db.change(
                        "INSERT OR IGNORE INTO nodes VALUES (?, ?, ?)",
                        volume,
                        version.entry().node(),
                        key);
            }
        }
    }

    @Override
    public Tree tree(VolumeId volume) {
        var number = numbers.findVolume(volume);
        return new Tree() {
            @Override
            public TreeRow row(EntryPath path) {
                return number.map(no -> read(no, path.key())).orElse(TreeRow.EMPTY);
            }

            @Override
            public boolean isVacant(EntryPath directory) {
                return number.map(no -> PlaceTable.this.isVacant(no, directory)).orElse(true);
            }
        };
    }

    @Override
    public Page list(VolumeId volume, EntryPath directory, String after, int places) {
        var number = numbers.findVolume(volume);
        int limit = Math.min(places, PAGE_MAX);
        List<Placed> found =
                number.isEmpty() ? List.of() : visible(number.get(), directory, after, limit);
        var rows = new MemoryRows(tree(volume));
        found.forEach(placed -> rows.put(placed.place, placed.row));
        var shown = new ArrayList<Shown>();
        found.forEach(placed -> shown.addAll(Projection.at(rows, placed.place)));
        boolean full = found.size() == limit;
        var next = full ? Optional.of(found.getLast().place.key()) : Optional.<String>empty();
        return new Page(shown, next);
    }

    /// Each place spelt as its winner's writer did is a matter of the projection; here it is its
    /// key.
    private List<Placed> visible(long volume, EntryPath directory, String after, int limit) {
        var parent = directory.key();
        return db.all(
                """
                SELECT shows, below, versions, sources, name FROM places
                WHERE volume = ? AND parent = ? AND name > ? AND (shows = 1 OR below > 0)
                ORDER BY name LIMIT ?\
                """,
                row -> new Placed(new EntryPath(parent).child(row.getString(5)), row(row)),
                volume,
                parent,
                Key.of(after).name,
                limit);
    }

    @Override
    public List<EntryVersion> node(VolumeId volume, Hash node) {
        var found = new ArrayList<EntryVersion>();
        for (long no : numbers.findVolume(volume).stream().toList()) {
            for (var key : keys(no, node)) {
                read(no, key).siblings().stream()
                        .filter(v -> v.entry().isLive() && v.entry().node().equals(node))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<String> keys(long volume, Hash node) {
        return db.all(
                "SELECT place FROM nodes WHERE volume = ? AND node = ?",
                row -> row.getString(1),
                volume,
                node);
    }

    private static TreeRow row(ResultSet row) throws SQLException {
        var sources = row.getBytes(4);
        try {
            return new TreeRow(
                    readVersions(row.getBytes(3)),
                    row.getInt(1) != 0,
                    row.getInt(2),
                    sources == null ? List.of() : readSources(sources));
        } catch (MalformedException e) {
            throw SqliteCatalog.damaged(e);
        }
    }

    private static byte[] versions(List<EntryVersion> siblings) {
        return new CanonicalWriter()
                .list(
                        siblings,
                        (to, version) -> {
                            version.dot().write(to);
                            version.entry().write(to);
                        })
                .toBytes();
    }

    private static List<EntryVersion> readVersions(byte[] bytes) throws MalformedException {
        return new CanonicalReader(bytes)
                .list(
                        SIBLINGS_MAX,
                        in -> {
                            var dot = Dot.read(in);
                            return new EntryVersion(Entry.read(in), dot);
                        });
    }

    private static byte[] sources(List<EntryPath> sources) {
        return new CanonicalWriter().list(sources, (to, source) -> source.write(to)).toBytes();
    }

    private static List<EntryPath> readSources(byte[] bytes) throws MalformedException {
        return new CanonicalReader(bytes).list(SIBLINGS_MAX, EntryPath::read);
    }
}
