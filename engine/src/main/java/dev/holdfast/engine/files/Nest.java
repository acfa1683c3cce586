package dev.holdfast.engine.files;

import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.folder.LocalPlace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A directory of a linked folder that is open for as long as something is being placed in it, or
/// is not durable yet. Safe for many threads.
final class Nest {

    private static final Logger LOG = LoggerFactory.getLogger(Nest.class);

    private final EntryPath path;
    private final LocalPlace place;
    private final Set<Nest> open;
    private final AtomicInteger inside = new AtomicInteger(1);

    /// Whoever makes it is the first in it.
    ///
    /// @param open has those that are open
    Nest(EntryPath path, LocalPlace place, Set<Nest> open) {
        this.path = path;
        this.place = place;
        this.open = open;
        open.add(this);
    }

    EntryPath path() {
        return path;
    }

    LocalPlace place() {
        return place;
    }

    Nest enter() {
        inside.incrementAndGet();
        return this;
    }

    /// The last one out closes it.
    void leave() {
        if (inside.decrementAndGet() == 0) {
            close();
        }
    }

    /// Closes it, whoever is in it.
    void close() {
        open.remove(this);
        try {
            place.close();
        } catch (IOException e) {
            LOG.debug("A directory was not closed cleanly.", e);
        }
    }
}
