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
import dev.holdfast.engine.core.tree.Shown;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
                    if (kind(shown) instanceof Entry.Volume(var spec)) {
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
                policy(spec),
                spec.keep(),
                spec.daily());
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
        int chunkBytes = command.chunkBytes().orElse(0);
        var spec =
                spec(
                        command.copies(),
                        chunkBytes,
                        waitFor(command.policy()),
                        command.keep(),
                        command.daily());
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

    /// The number of a volume's copies is read anew whenever copies are looked after, so that is
    /// all there is to do.
    Outcome.Volume set(Command.SetVolume command) throws NodeException, InterruptedException {
        var shown = volume(command.name());
        var old = spec(shown);
        var spec =
                spec(
                        command.copies().orElse(old.factor()),
                        old.chunkBytes(),
                        command.policy().map(VolumeVerbs::waitFor).orElse(old.waitFor()),
                        command.keep().orElse(old.keep()),
                        command.daily().orElse(old.daily()));
        if (!spec.equals(old)) {
            rooms.names()
                    .write(
                            system(),
                            edits ->
                                    edits.write(
                                            shown.path(), new Entry.Volume(spec), rooms.fresh()));
        }
        return volume(command.name(), spec);
    }

    /// What is in it is reached by no name any more.
    Outcome.Changed remove(Command.RemoveVolume command)
            throws NodeException, InterruptedException {
        var shown = volume(command.name());
        rooms.names().write(system(), edits -> edits.remove(shown));
        return new Outcome.Changed(1);
    }

    private Shown volume(String name) throws NodeException {
        var tree = rooms.keeping().ledger().views().names().tree(system());
        return Projection.find(tree, Place.checked(name))
                .filter(shown -> kind(shown) instanceof Entry.Volume)
                .orElseThrow(() -> Place.noVolume(name));
    }

    private static Entry.@Nullable Kind kind(Shown shown) {
        return shown.version().map(version -> version.entry().kind()).orElse(null);
    }

    private static VolumeSpec spec(Shown shown) {
        return kind(shown) instanceof Entry.Volume(var spec) ? spec : VolumeSpec.DEFAULT;
    }

    private static int waitFor(WaitPolicy policy) {
        return switch (policy) {
            case WaitPolicy.Local() -> 1;
            case WaitPolicy.Copies(var count) -> count;
            case WaitPolicy.All() -> VolumeSpec.WAIT_ALL;
        };
    }

    private static VolumeSpec spec(
            int copies, int chunkBytes, int waitFor, Duration keep, Duration daily)
            throws NodeException {
        try {
            return new VolumeSpec(
                    copies,
                    chunkBytes,
                    waitFor,
                    keep.truncatedTo(ChronoUnit.SECONDS),
                    daily.truncatedTo(ChronoUnit.SECONDS));
        } catch (IllegalArgumentException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.USAGE,
                            "A volume cannot be kept like that: " + e.getMessage() + ".",
                            ("Choose 1 to %d copies, chunks of %,d to %,d bytes, and to keep"
                                            + " for %,d days at the most.")
                                    .formatted(
                                            VolumeSpec.FACTOR_MAX,
                                            VolumeSpec.CHUNK_MIN,
                                            VolumeSpec.CHUNK_MAX,
                                            VolumeSpec.KEEP_MAX.toDays())),
                    e);
        }
    }

    private VolumeId system() {
        return new VolumeId(rooms.pool().id().hash());
    }
}
