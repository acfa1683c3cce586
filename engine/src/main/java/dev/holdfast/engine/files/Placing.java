package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.sync.Action.Place;
import dev.holdfast.engine.core.sync.Present;
import dev.holdfast.engine.folder.FileSystemSync;
import dev.holdfast.engine.folder.GrowingFile;
import dev.holdfast.engine.folder.LinkedFolder;
import dev.holdfast.engine.folder.LocalPlace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Places in a linked folder what its volume shows: files side by side, directories and links as
/// they come. Each file is written and durable before the last look at what it replaces; what has
/// its name is made durable with others, and then noted. One thread begins what is to be placed.
final class Placing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

    /// Hears what becomes of each, from several threads.
    interface Hearer {

        void placed();

        /// @throws NodeException `why`, when it ends the whole
        void missed(Place action, IOException why) throws NodeException, InterruptedException;

        /// @throws NodeException `why`, when it ends the whole
        void missed(Place action, NodeException why) throws NodeException, InterruptedException;
    }

    private final LinkedFolder folder;
    private final Noting noting;
    private final Hearer hearer;
    private final Optional<FileSystemSync> together;
    private final ManyFiles files;
    private final Nests nests;

    /// What is below these belongs to another directory here.
    private final Set<EntryPath> taken = ConcurrentHashMap.newKeySet();

    /// @param together makes many durable at once, where there is such a thing; closed with this
    Placing(
            LinkPass.Tools tools,
            LinkedFolder folder,
            Noting noting,
            Optional<FileSystemSync> together,
            Hearer hearer) {
        this.folder = folder;
        this.noting = noting;
        this.together = together;
        this.hearer = hearer;
        nests = new Nests(folder, true);
        // What makes files durable makes those durable too that have their names already.
        var settling = new Settling(together.map(all -> all.syncing(() -> noting.seal(together))));
        files = new ManyFiles(tools.finder(), tools.grower(), settling);
    }

    /// Begins to place something.
    void add(Place action) throws NodeException, InterruptedException {
        if (action.path().isWithin(taken)) {
            return;
        }
        try {
            LastLook.check(action.path(), folder.look(action.path()), action.over());
            var in = nests.enter(action.path().parent());
            var end = new End(action, in);
            try {
                begin(action, in.place(), end);
            } catch (IOException e) {
                end.missed(e);
            }
        } catch (LastLook.LateException e) {
            late(action, e);
        } catch (IOException e) {
            missed(action, e);
        }
    }

    private void late(Place action, LastLook.LateException why)
            throws NodeException, InterruptedException {
        try (var in = folder.directory(action.path().parent(), false).again()) {
            missed(action, in, why);
        } catch (IOException e) {
            missed(action, e);
        }
    }

    /// Tells what somebody put there meanwhile from what the file system takes for it.
    private void missed(Place action, LocalPlace in, IOException why)
            throws IOException, NodeException, InterruptedException {
        boolean isTaken =
                why instanceof LastLook.LateException
                        && action.over().isEmpty()
                        && in.isTaken(action.path().name());
        if (isTaken) {
            taken.add(action.path());
        }
        missed(action, isTaken ? new LastLook.TakenException(action.path()) : why);
    }

    private void missed(Place action, IOException why) throws NodeException, InterruptedException {
        if (why instanceof LastLook.LateException) {
            LOG.debug("Left out: {}.", why.getMessage());
        } else {
            hearer.missed(action, why);
        }
    }

    /// Lets the last directory go; it may be another one by the time of the next.
    void leave() {
        nests.leave();
    }

    private void begin(Place action, LocalPlace in, End end)
            throws IOException, NodeException, InterruptedException {
        var name = action.path().name();
        var shown = action.shown();
        if (end.over.isEmpty() && action.over().isPresent()) {
            if (shown.isDirectory()) {
                in.remove(name);
            } else {
                folder.tidy(action.path());
                in.removeDirectory(name);
            }
        }
        if (shown.isDirectory()) {
            in.directory(name).close();
            end.placed();
            return;
        }
        switch (GetVerb.kind(shown).orElse(null)) {
            case Entry.File file -> files.add(new ManyFiles.One(file, name, in, _ -> {}, end));
            case Entry.Symlink(var target, _) -> {
                in.link(name, target, end.last::look);
                end.placed();
            }
            case null, default -> throw new IOException("nothing that can be placed");
        }
    }

    /// Returns when all that was begun has ended and is durable.
    void finish() throws IOException, NodeException, InterruptedException {
        files.finish();
        leave();
        noting.seal(together);
    }

    /// Takes over what was done, to be made durable and noted with others.
    void add(Noting.Done done) throws NodeException, InterruptedException {
        if (noting.add(done)) {
            try {
                noting.seal(together);
            } catch (IOException e) {
                throw Problems.of(folder.path(), e);
            }
        }
    }

    /// What becomes of one.
    private final class End implements Settling.End {

        private final Place action;
        private final Nest in;
        private final Optional<Present> over;
        private final LastLook last;

        End(Place action, Nest in) {
            this.action = action;
            this.in = in;
            boolean isDirectory = action.shown().isDirectory();
            over = action.over().filter(here -> here.item().isDirectory() == isDirectory);
            last = new LastLook(action.path(), over, in.place());
        }

        @Override
        public void look(GrowingFile finished) throws IOException {
            last.look(finished);
        }

        @Override
        public void placed() throws NodeException, InterruptedException {
            hearer.placed();
            try {
                Placing.this.add(new Noting.Done(Optional.of(in), last.agreed(action.shown())));
            } catch (IOException e) {
                missed(e);
            }
        }

        @Override
        public void missed(IOException why) throws NodeException, InterruptedException {
            try {
                Placing.this.missed(action, in.place(), why);
            } catch (IOException e) {
                Placing.this.missed(action, e);
            } finally {
                in.leave();
            }
        }

        @Override
        public void missed(NodeException why) throws NodeException, InterruptedException {
            try {
                hearer.missed(action, why);
            } finally {
                in.leave();
            }
        }
    }

    /// Of what has its name by now it is seen to that it can be noted, also where all the rest is
    /// broken off.
    @Override
    public void close() {
        try (files) {
            files.end();
            noting.sealLeft(together);
        } catch (IOException e) {
            LOG.debug("What was placed last is compared once more.", e);
        } finally {
            nests.close();
        }
    }
}
