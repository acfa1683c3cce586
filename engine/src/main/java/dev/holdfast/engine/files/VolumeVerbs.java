package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.tree.Projection;

import java.util.ArrayList;
import java.util.OptionalInt;

/// The verbs about volumes. They are entries of the volume that lists them, whose id is the pool's.
record VolumeVerbs(Rooms rooms, TreeWalk walk) {

    Outcome.Volumes list() throws NodeException {
        var volumes = new ArrayList<Outcome.Volume>();
        walk.in(
                system(),
                EntryPath.ROOT,
                shown -> {
                    var kind = shown.version().map(version -> version.entry().kind()).orElse(null);
                    if (kind instanceof Entry.Volume(var spec)) {
                        volumes.add(volume(shown.path().text(), spec));
                    }
                });
        return new Outcome.Volumes(volumes);
    }

    private static Outcome.Volume volume(String name, VolumeSpec spec) {
        return new Outcome.Volume(
                name,
                spec.factor(),
                spec.chunkBytes() == 0 ? OptionalInt.empty() : OptionalInt.of(spec.chunkBytes()),
                policy(spec));
    }

    private static WaitPolicy policy(VolumeSpec spec) {
        if (spec.waitFor() == VolumeSpec.WAIT_ALL) {
            return new WaitPolicy.All();
        }
        return spec.waitFor() < 2 ? new WaitPolicy.Local() : new WaitPolicy.Copies(spec.waitFor());
    }

    /// A name that a volume has had is free again when the volume is gone; its id never is.
    Outcome.Volume create(Command.CreateVolume command) throws NodeException, InterruptedException {
        var path = name(command.name());
        var spec = spec(command);
        var tree = rooms.keeping().ledger().views().names().tree(system());
        if (Projection.find(tree, path).isPresent()) {
            throw new NodeException(
                    Problem.Code.EXISTS,
                    "There is a volume named " + command.name() + " already.",
                    "Choose another name; `holdfast volume list` shows those that are taken.");
        }
        rooms.names()
                .write(system(), edits -> edits.write(path, new Entry.Volume(spec), rooms.fresh()));
        return volume(command.name(), spec);
    }

    private static EntryPath name(String name) throws NodeException {
        var path = Place.checked(name);
        if (path.names().size() != 1 || name.indexOf(':') >= 0) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "\"" + name + "\" cannot name a volume.",
                    "Choose a name without / and :.");
        }
        return path;
    }

    private static VolumeSpec spec(Command.CreateVolume command) throws NodeException {
        int waitFor =
                switch (command.policy()) {
                    case WaitPolicy.Local() -> 1;
                    case WaitPolicy.Copies(var count) -> count;
                    case WaitPolicy.All() -> VolumeSpec.WAIT_ALL;
                };
        try {
            return new VolumeSpec(
                    command.copies(),
                    command.chunkBytes().orElse(0),
                    waitFor,
                    VolumeSpec.DEFAULT.keep());
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            "A volume cannot be kept like that: " + e.getMessage() + ".",
                            "Choose 1 to %d copies, and chunks of %,d to %,d bytes."
                                    .formatted(
                                            VolumeSpec.FACTOR_MAX,
                                            VolumeSpec.CHUNK_MIN,
                                            VolumeSpec.CHUNK_MAX)),
                    e);
        }
    }

    private VolumeId system() {
        return new VolumeId(rooms.pool().id().hash());
    }
}
