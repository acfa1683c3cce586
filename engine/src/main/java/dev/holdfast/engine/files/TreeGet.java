package dev.holdfast.engine.files;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.Shown;
import dev.holdfast.engine.folder.LocalPlace;
import dev.holdfast.engine.folder.LocalTree.OwnHome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Places a directory and all below it. What fails is reported and the rest goes on.
final class TreeGet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TreeGet.class);

    private final TreeWalk walk;
    private final GetAccount account;
    private final LocalPlace top;

    /// Left as it is where it is met below.
    private final OwnHome own;

    private final Settling settling;
    private final ManyFiles files;
    private final Set<Filling> filling = ConcurrentHashMap.newKeySet();

    /// @param top what the directory becomes; the caller closes it
    TreeGet(GetVerb verb, TreeWalk walk, GetAccount account, LocalPlace top) {
        this.walk = walk;
        this.account = account;
        this.top = top;
        own = verb.own();
        settling = Settling.of(top, account.files());
        var finder = ChunkFinder.of(verb.rooms());
        files = new ManyFiles(finder, verb.grower(), settling);
    }

    /// Places all that is shown in a directory and below it. On return all that could be placed is
    /// durable.
    void all(VolumeId volume, Shown directory)
            throws IOException, NodeException, InterruptedException {
        fill(volume, new Filling(directory, top));
        files.finish();
        settling.seal();
    }

    private void fill(VolumeId volume, Filling into) throws NodeException, InterruptedException {
        try {
            walk.<InterruptedException>in(
                    volume, into.shown.path(), shown -> visit(volume, shown, into));
        } finally {
            into.leave();
        }
    }

    private void visit(VolumeId volume, Shown shown, Filling into)
            throws NodeException, InterruptedException {
        try {
            if (shown.isDirectory()) {
                fill(volume, new Filling(shown, into.place.directory(shown.path().name(), own)));
                return;
            }
            switch (GetVerb.kind(shown).orElse(null)) {
                case Entry.File file -> files.add(one(shown, file, into));
                case Entry.Symlink(var target, _) ->
                        into.place.link(shown.path().name(), target, () -> {});
                case null, default -> throw new IOException("nothing that can be placed");
            }
        } catch (IOException e) {
            missed(shown, Problems.of(shown.path().text(), e));
        }
    }

    private ManyFiles.One one(Shown shown, Entry.File file, Filling into) {
        return new ManyFiles.One(
                file,
                shown.path().name(),
                into.place,
                bytes -> account.written(bytes.remaining()),
                new End(shown, into.enter()));
    }

    /// What becomes of one file.
    private final class End implements Settling.End {

        private final Shown shown;
        private final Filling into;

        End(Shown shown, Filling into) {
            this.shown = shown;
            this.into = into;
        }

        @Override
        public void placed() throws NodeException, InterruptedException {
            account.placed();
            into.leave();
        }

        @Override
        public void missed(IOException why) throws NodeException, InterruptedException {
            missed(Problems.of(shown.path().text(), why));
        }

        @Override
        public void missed(NodeException why) throws NodeException, InterruptedException {
            try {
                TreeGet.this.missed(shown, why);
            } finally {
                into.leave();
            }
        }
    }

    /// @throws NodeException `why`, when it is that the command was cancelled
    private void missed(Shown shown, NodeException why) throws NodeException {
        if (why.problem().code() == Problem.Code.CANCELLED) {
            throw why;
        }
        account.missed("/" + shown.path().text(), why);
    }

    @Override
    public void close() {
        files.close();
        filling.forEach(Filling::letGo);
    }

    /// A directory that is being filled. The last to leave it gives it its time and closes it.
    private final class Filling {

        private final Shown shown;
        private final LocalPlace place;
        private final AtomicInteger inside = new AtomicInteger(1);

        Filling(Shown shown, LocalPlace place) {
            this.shown = shown;
            this.place = place;
            filling.add(this);
        }

        Filling enter() {
            inside.incrementAndGet();
            return this;
        }

        void leave() throws NodeException, InterruptedException {
            if (inside.decrementAndGet() > 0) {
                return;
            }
            filling.remove(this);
            try (place) {
                place.tidy();
                dress();
                settling.leave(place);
            } catch (IOException e) {
                missed(shown, Problems.of(shown.path().text(), e));
            }
        }

        /// Closes a directory in which something was broken off.
        void letGo() {
            try {
                place.close();
            } catch (IOException e) {
                LOG.debug("A directory was not closed cleanly.", e);
            }
        }

        private void dress() throws IOException {
            if (GetVerb.kind(shown).orElse(null) instanceof Entry.Directory(var nanos)
                    && nanos != 0) {
                place.dress(Times.instant(nanos));
            }
        }
    }
}
