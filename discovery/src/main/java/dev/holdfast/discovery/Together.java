package dev.holdfast.discovery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Several ways on one network: by each the same is told, and what comes by any is heard. A way
/// that cannot be entered is left out, as long as there is another.
public record Together(List<Lan> ways) implements Lan {

    private static final Logger LOG = LoggerFactory.getLogger(Together.class);

    public Together {
        ways = List.copyOf(ways);
    }

    @Override
    public Discovery enter(Consumer<Sighting> heard) throws IOException {
        var turn = new ReentrantLock();
        var parts = new ArrayList<Discovery>();
        var failures = new ArrayList<IOException>();
        for (var way : ways) {
            try {
                parts.add(way.enter(sighting -> oneByOne(turn, heard, sighting)));
            } catch (IOException e) {
                LOG.debug("One way to find devices is left out.", e);
                failures.add(e);
            }
        }
        if (parts.isEmpty() && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        return new Part(List.copyOf(parts));
    }

    private static void oneByOne(ReentrantLock turn, Consumer<Sighting> heard, Sighting sighting) {
        turn.lock();
        try {
            heard.accept(sighting);
        } finally {
            turn.unlock();
        }
    }

    private record Part(List<Discovery> parts) implements Discovery {

        @Override
        public void announce(List<Announcement> told) {
            parts.forEach(part -> part.announce(told));
        }

        @Override
        public void ask() {
            parts.forEach(Discovery::ask);
        }

        @Override
        public void close() {
            parts.forEach(Discovery::close);
        }
    }
}
