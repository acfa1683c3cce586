package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.catalog.NamesView;
import dev.holdfast.engine.core.membership.PoolId;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;

import java.util.Optional;

/// A place that a person named, looked up: in which volume, at which path, and what is shown there.
///
/// @param into whether the name ended in a slash
record Place(Volume volume, EntryPath path, boolean into, Optional<Shown> shown) {

    /// A volume and how it is kept.
    record Volume(VolumeId id, String name, VolumeSpec spec) {}

    static Place of(VolumePath named, Rooms rooms) throws NodeException {
        var volume = volume(named.volume(), rooms);
        return at(volume, path(named), named.path().endsWith("/"), rooms);
    }

    static Place at(Volume volume, EntryPath path, boolean into, Rooms rooms) {
        return at(volume, path, into, rooms.keeping().ledger().views().names().tree(volume.id()));
    }

    static Place at(Volume volume, EntryPath path, boolean into, Tree tree) {
        return new Place(volume, path, into, Projection.find(tree, path));
    }

    /// What is shown here.
    ///
    /// @throws NodeException when nothing is
    Shown existing() throws NodeException {
        return shown.orElseThrow(() -> Problems.noSuch(this + ""));
    }

    boolean isDirectory() {
        return shown.map(Shown::isDirectory).orElse(false);
    }

    /// The place of that name in this directory.
    Place child(String name, Rooms rooms) throws NodeException {
        return at(volume, below(name), false, rooms);
    }

    /// The same when it is known that nothing is shown there.
    Place absent(String name) throws NodeException {
        return new Place(volume, below(name), false, Optional.empty());
    }

    private EntryPath below(String name) throws NodeException {
        return checked(path.isRoot() ? name : path.text() + "/" + name);
    }

    /// Whether this place receives things by their names, as `cp` reads a destination: it is a
    /// directory, ends in a slash, or is given several.
    boolean receives(int sources) throws NodeException {
        boolean receives = into || isDirectory() || sources > 1;
        if (receives && shown.isPresent() && !isDirectory()) {
            throw noDirectory();
        }
        return receives;
    }

    /// Where `path`, which is below `directory`, comes to be when the directory comes to `target`.
    static EntryPath moved(EntryPath path, EntryPath directory, EntryPath target)
            throws NodeException {
        var names = path.names();
        var below = String.join("/", names.subList(directory.names().size(), names.size()));
        return checked(target.isRoot() ? below : target.text() + "/" + below);
    }

    private NodeException noDirectory() {
        return new NodeException(
                Problem.Code.EXISTS, this + " is not a directory.", "Choose another destination.");
    }

    /// Every directory above this place can be one: none of them is a file.
    void checkParents(Rooms rooms) throws NodeException {
        for (var above = path.parent(); !above.isRoot(); above = above.parent()) {
            var place = at(volume, above, false, rooms);
            if (place.shown.isPresent() && !place.isDirectory()) {
                throw place.noDirectory();
            }
        }
    }

    @Override
    public String toString() {
        return volume.name() + ":/" + path.text();
    }

    private static Volume volume(String name, Rooms rooms) throws NodeException {
        return volume(name, rooms.pool().id(), rooms.keeping().ledger().views().names());
    }

    static Volume volume(String name, PoolId pool, NamesView names) throws NodeException {
        var system = new VolumeId(pool.hash());
        var path = checked(name);
        var version = Projection.find(names.tree(system), path).flatMap(Shown::version);
        if (version.isPresent() && version.get().entry().kind() instanceof Entry.Volume(var spec)) {
            return new Volume(new VolumeId(version.get().entry().node()), name, spec);
        }
        throw noVolume(name);
    }

    static NodeException noVolume(String name) {
        return new NodeException(
                Problem.Code.NO_SUCH,
                "This pool has no volume named " + name + ".",
                "See which there are with `holdfast volume list`, or wait until this device has"
                        + " heard of yours.");
    }

    static EntryPath path(VolumePath named) throws NodeException {
        return checked(named.path().replaceAll("/+", "/").replaceAll("^/|/$", ""));
    }

    static EntryPath checked(String text) throws NodeException {
        var fault = EntryPath.fault(text);
        if (fault.isPresent()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "\"" + text + "\" cannot be a path in a volume: " + fault.get() + ".",
                    "Choose a name that every system can have.");
        }
        return new EntryPath(text);
    }
}
