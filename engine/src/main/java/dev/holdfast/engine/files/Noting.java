package dev.holdfast.engine.files;

import dev.holdfast.engine.core.sync.Action.Agree;
import dev.holdfast.engine.core.sync.Action.Observed;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.FolderSteps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Notes what a linked folder and its volume have in common, and of what was done in the folder not
/// before it is durable. Many threads may do things and make them durable; one notes: to interrupt
/// a thread that writes would close what it writes to. So whatever is noted and made durable here
/// is so by a thread that nobody interrupts: what has been done and is not noted would seem to be a
/// person's own when it is next looked at.
final class Noting {

    /// Things that are done and noted together.
    private static final int GROUP = 2 * Settling.GROUP;

    /// Things wait no longer for others to be made durable with them, as far as anything comes: of
    /// what is not noted a process that is killed knows nothing.
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private static final Executor AWAY = task -> Thread.ofVirtual().name("note").start(task);

    private final Memory memory;
    private final FolderSteps steps;
    private final InstantSource clock;
    private Instant first = Instant.EPOCH;
    private List<Done> done = new ArrayList<>();
    private List<Agree> durable = new ArrayList<>();

    /// Something that is done.
    ///
    /// @param in the directory that has it and must be made durable; empty when that is seen to
    /// @param agreed what is to be noted, if anything
    record Done(Optional<Nest> in, Optional<Agree> agreed) {}

    Noting(Memory memory, FolderSteps steps, InstantSource clock) {
        this.memory = memory;
        this.steps = steps;
        this.clock = clock;
    }

    /// Notes what is durable.
    void note(List<? extends Observed> observed) throws IOException {
        steps.reached("folder/note/before");
        away(() -> memory.note(observed));
        steps.reached("folder/note/after");
    }

    private interface Io {
        void run() throws IOException;
    }

    /// Returns when it is over, also where whoever asked is interrupted.
    private static void away(Io io) throws IOException {
        try {
            CompletableFuture.runAsync(() -> unchecked(io), AWAY).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException met -> throw met.getCause();
                case RuntimeException met -> throw met;
                case Error met -> throw met;
                case null, default -> throw e;
            }
        }
    }

    private static void unchecked(Io io) {
        try {
            io.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes what has become durable.
    void noteDurable() throws IOException {
        List<Agree> these;
        synchronized (this) {
            these = durable;
            durable = new ArrayList<>();
        }
        if (!these.isEmpty()) {
            note(these);
        }
    }

    /// Takes over what was done, which leaves its nest when it is durable.
    ///
    /// @return whether so much waits, or for so long, that it is time to seal
    synchronized boolean add(Done one) {
        var now = clock.instant();
        if (done.isEmpty()) {
            first = now;
        }
        done.add(one);
        return done.size() >= GROUP || !now.isBefore(first.plus(WAIT_MAX));
    }

    /// Makes durable what was done and is not durable yet, if anything was.
    void sealLeft(Optional<FileSystemSync> together) throws IOException {
        if (isLeft()) {
            seal(together);
        }
    }

    private synchronized boolean isLeft() {
        return !done.isEmpty();
    }

    private synchronized List<Done> take() {
        var taken = done;
        done = new ArrayList<>();
        return taken;
    }

    /// Makes durable what was done before.
    ///
    /// @param together makes all durable at once, where there is such a thing
    void seal(Optional<FileSystemSync> together) throws IOException {
        var these = take();
        try {
            if (together.isPresent()) {
                away(together.get()::sync);
            } else {
                away(() -> force(these));
            }
            synchronized (this) {
                these.forEach(each -> each.agreed.ifPresent(durable::add));
            }
        } finally {
            these.forEach(each -> each.in.ifPresent(Nest::leave));
        }
    }

    private static void force(List<Done> these) throws IOException {
        var nests = new LinkedHashSet<Nest>();
        these.forEach(each -> each.in.ifPresent(nests::add));
        for (var nest : nests) {
            nest.place().force();
        }
    }
}
