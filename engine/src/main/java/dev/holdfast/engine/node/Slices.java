package dev.holdfast.engine.node;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Trees.Part;
import dev.holdfast.engine.files.Passed;
import dev.holdfast.engine.files.Sweep;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The looks at all of a linked folder that are made in slices: how far the one under way is, and
/// what is left to do of what the last one has found. Serves one thread.
final class Slices {

    private final Set<EntryPath> differing = new HashSet<>();
    private Optional<Sweep> sweep = Optional.empty();
    private Duration took = Duration.ZERO;
    private boolean isEarly;

    /// Nothing was looked at yet since the device was started, or what was is not known any more.
    void begin() {
        seen(Optional.empty());
        isEarly = true;
    }

    /// Whether not all was looked at yet since then.
    boolean isEarly() {
        return isEarly;
    }

    /// Whether the first look since then is not over, or not all was done that a look has found.
    boolean isLeft() {
        return isEarly || !differing.isEmpty();
    }

    /// The look that is under way; one begins when there is none.
    ///
    /// @param known the last pass
    /// @param begins is told of it
    Sweep sweep(Passed known, Runnable begins) {
        if (sweep.isEmpty()) {
            begins.run();
            sweep = Optional.of(Sweep.after(known));
            took = Duration.ZERO;
        }
        return sweep.get();
    }

    /// A slice took so long; when it was the last, the look is over.
    ///
    /// @return time of all slices
    Duration sliced(Duration slice) {
        took = took.plus(slice);
        var all = sweep.filter(Sweep::isOver);
        if (all.isPresent()) {
            seen(Optional.empty());
            differing.addAll(all.get().found().orElse(Set.of()));
        }
        return took;
    }

    /// A look has seen to a part.
    ///
    /// @param part empty when it was all
    void seen(Optional<Part> part) {
        if (part.isEmpty()) {
            sweep = Optional.empty();
            differing.clear();
            isEarly = false;
            return;
        }
        sweep.ifPresent(each -> each.passed(part.get()));
        differing.removeIf(part.get()::isDirectory);
    }
}
