package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.files.Rooms;

import java.util.Optional;

/// How a running device looks after what it keeps: by itself, and when a person asks.
final class Care implements AutoCloseable {

    private final Quiet quiet = new Quiet();
    private final Scrubbing scrubbing;
    private final Balancing balancing;
    private final Mending mending;
    private final Scrubber scrubber;

    private Care(OpenHome home, Network network, Optional<Library> library, Settings settings) {
        var cache = library.map(Library::cache).orElse(Rooms.Cache.NONE);
        var means = Mending.Means.of(home, network, cache, settings.traffic().isMetered());
        scrubbing = new Scrubbing(home, library.map(Library::files), means.remedy());
        balancing = new Balancing(home, network);
        var news = network.news().care();
        mending = Mending.start(home, network, scrubbing::paths, news, means);
        scrubber = Scrubber.start(home, quiet, news, settings.scrubWithin());
    }

    /// Begins at once.
    ///
    /// @param library none on a keeper, which names no file that is hurt
    static Care start(
            OpenHome home, Network network, Optional<Library> library, Settings settings) {
        return new Care(home, network, library, settings);
    }

    Scrubbing scrubbing() {
        return scrubbing;
    }

    Balancing balancing() {
        return balancing;
    }

    /// Is to hear of what a person does.
    Quiet quiet() {
        return quiet;
    }

    /// What is not mended as long as nobody asks for it.
    Optional<String> waiting() {
        return mending.waiting();
    }

    /// Damage of which no other copy is known, for the person to hear.
    Optional<Problem> trouble() {
        return mending.trouble();
    }

    @Override
    public void close() {
        scrubber.close();
        mending.close();
    }
}
