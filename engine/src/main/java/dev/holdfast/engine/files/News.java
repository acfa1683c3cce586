package dev.holdfast.engine.files;

import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VersionVector;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.sync.Agreed;
import dev.holdfast.engine.core.sync.Observations;
import dev.holdfast.engine.core.sync.Writing;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tells at which places of a linked folder the volume may show something else than before.
///
/// @param top where in the volume the folder's root is
/// @param before what both had
record News(Rooms.Keeping keeping, VolumeId volume, EntryPath top, Observations before) {

    /// Batches that are opened to find out. Where there are more, all may as well be looked at.
    private static final int BATCHES_MAX = 256;

    /// Places that are told.
    static final int PLACES_MAX = 65_536;

    /// The places of the folder of which something came since; empty when that is too much or
    /// cannot be told, so that all is to be looked at.
    Optional<Set<EntryPath>> since(VersionVector then, VersionVector now) {
        if (!now.covers(then)) {
            return Optional.empty();
        }
        var places = new TreeSet<EntryPath>();
        int batches = 0;
        for (var writer : now.latest().entrySet()) {
            for (long n = then.of(writer.getKey()) + 1; n <= writer.getValue(); n++) {
                batches++;
                var dot = new Dot(writer.getKey(), n);
                var body = body(dot);
                if (batches > BATCHES_MAX || body.isEmpty() || !add(body.get(), dot, places)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(places);
    }

    private Optional<BatchBody> body(Dot dot) {
        var held = keeping.ledger().views().batches().batch(volume, dot);
        try {
            return held.isPresent()
                    ? Optional.of(keeping.opener().open(held.get().batch()))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty(); // whoever looks at all finds out what is wrong
        }
    }

    /// @return false when it cannot be told where else something is shown otherwise for it
    private boolean add(BatchBody body, Dot dot, Set<EntryPath> places) {
        var tree = keeping.ledger().views().names().tree(volume);
        for (var entry : body.entries()) {
            var path = entry.path();
            var row = tree.row(path);
            boolean isAbove = top.isSamePlaceAs(path) || top.isBelow(path);
            if (isAbove || row.siblings().size() > 1 || !row.sources().isEmpty()) {
                return false;
            }
            if (path.isBelow(top) && !isInStep(path, dot)) {
                places.add(Writing.inFolder(top, path));
            }
            if (places.size() > PLACES_MAX) {
                return false;
            }
        }
        return true;
    }

    /// Whether the folder has had just this of a place, such as what it gave the volume itself.
    private boolean isInStep(EntryPath path, Dot dot) {
        return before.at(Writing.inFolder(top, path))
                .filter(known -> known.since() == Agreed.Since.NOTHING)
                .flatMap(Agreed::wrote)
                .filter(dot::equals)
                .isPresent();
    }
}
