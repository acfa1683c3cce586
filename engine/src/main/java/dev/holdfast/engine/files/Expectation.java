package dev.holdfast.engine.files;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.tree.Edits;
import dev.holdfast.engine.core.tree.Projection;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.core.tree.Tree;

import java.util.Optional;
import java.util.function.Consumer;

/// What a caller takes to stand at a place when it changes it. It is looked at while nobody else
/// can write, so that of two who expect the same one is refused.
///
/// @param version the beginning of a version, or [Command#NOTHING]; empty when anything may stand
record Expectation(Place place, Optional<String> version) {

    /// Makes the change if what stands is what is expected.
    Optional<Dot> write(Rooms rooms, Consumer<Edits> change)
            throws NodeException, InterruptedException {
        try {
            return rooms.names()
                    .write(
                            place.volume().id(),
                            edits -> {
                                if (!isMet(edits.tree())) {
                                    throw new Unmet(place);
                                }
                                change.accept(edits);
                            });
        } catch (Unmet e) {
            throw Problems.changed(e.place());
        }
    }

    private boolean isMet(Tree tree) {
        return version.isEmpty() || isMet(Projection.find(tree, place.path()));
    }

    /// Whether this is what is expected to stand.
    boolean isMet(Optional<Shown> shown) {
        var expected = version.orElse("");
        if (expected.equals(Command.NOTHING)) {
            return shown.isEmpty();
        }
        return shown.flatMap(Shown::version)
                .filter(standing -> standing.id().toString().startsWith(expected))
                .isPresent();
    }
}
