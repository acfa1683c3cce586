package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Trees;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at single places of a linked folder of which its volume has news, so that what comes in
/// many batches does not have a directory looked at for each. Serves one thread, once.
final class Arrivals {

    private final Surveyor surveyor;
    private final Surveyor.Told told;
    private final Map<EntryPath, Above> directories = new HashMap<>();

    /// How a directory stands in which something came.
    private enum Above {
        /// It is the one that was in step.
        STEADY,
        /// It comes now, with all that is in it.
        COMING,
        /// It is to be looked at.
        OTHER
    }

    Arrivals(Surveyor surveyor, Surveyor.Told told) {
        this.surveyor = surveyor;
        this.told = told;
        directories.put(EntryPath.ROOT, Above.STEADY);
    }

    /// @return empty when what is beside these places counts
    Optional<Surveyor.Survey> look() throws IOException {
        var part = new Part();
        var look = surveyor.look(told.rules(), FolderLook.Steady.NONE);
        var shown = new TreeMap<EntryPath, Shown>();
        for (var place : told.news()) {
            var above = above(place.parent());
            if (above == Above.OTHER || !isByItself(place)) {
                return Optional.empty();
            }
            part.addPlace(place);
            if (above == Above.STEADY) {
                var standing = surveyor.folder().look(place);
                if (standing.isPresent()) {
                    look.seen(place, standing.get());
                }
            }
            surveyor.shown(place).ifPresent(each -> shown.put(place, each));
        }
        if (!look.waiting().isEmpty()) {
            return Optional.empty();
        }
        var some = surveyor.synced().of(part);
        var volume = surveyor.volume(told.applied(), shown, some);
        var trees = new Trees(look.folder(told.root()), volume, some);
        return Optional.of(new Surveyor.Survey(trees, told.rules(), look, Optional.of(part)));
    }

    /// Whether its name can be written in one way only, and is none that a conflict copy of another
    /// place may have.
    private static boolean isByItself(EntryPath place) {
        return Normalizer.isNormalized(place.text(), Normalizer.Form.NFD)
                && Normalizer.isNormalized(place.text(), Normalizer.Form.NFC)
                && Projection.home(place).isEmpty();
    }

    private Above above(EntryPath directory) throws IOException {
        var known = directories.get(directory);
        if (known == null) {
            known = stands(directory);
            directories.put(directory, known);
        }
        return known;
    }

    private Above stands(EntryPath directory) throws IOException {
        if (surveyor.isSteady(directory, told.rules().covers())) {
            return Above.STEADY;
        }
        boolean isComing =
                told.news().contains(directory)
                        && above(directory.parent()) != Above.OTHER
                        && surveyor.synced().at(directory).isEmpty()
                        && surveyor.folder().look(directory).isEmpty()
                        && surveyor.shown(directory).filter(Shown::isDirectory).isPresent();
        return isComing ? Above.COMING : Above.OTHER;
    }
}
