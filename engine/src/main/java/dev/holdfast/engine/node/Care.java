package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.files.Files;

import java.util.Optional;

/// How a running device looks after what it keeps: by itself, and when a person asks.
final class Care implements AutoCloseable {

    private final Quiet quiet = new Quiet();
    private final Scrubbing scrubbing;
    private final Balancing balancing;
    private final Mending mending;
    private final Scrubber scrubber;

    private Care(OpenHome home, Network network, Optional<Files> files, Settings settings) {
        scrubbing = new Scrubbing(home, files);
        balancing = new Balancing(home, network);
        var news = network.news().care();
        mending =
                Mending.start(
                        home, network, scrubbing::paths, news, settings.traffic().isMetered());
        scrubber = Scrubber.start(home, quiet, news, settings.scrubWithin());
    }

    /// Begins at once.
    ///
    /// @param files none on a keeper, which names no file that is hurt
    static Care start(OpenHome home, Network network, Optional<Files> files, Settings settings) {
        return new Care(home, network, files, settings);
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
