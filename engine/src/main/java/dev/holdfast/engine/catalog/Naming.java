package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.EntryVersion;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.tree.TreeRows;
import dev.holdfast.engine.core.tree.TreeUpdate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Opens batches and brings what they say into the names: the part of applying that every catalog
/// shares.
public final class Naming {

    private static final Logger LOG = LoggerFactory.getLogger(Naming.class);

    /// How far a batch that is kept has come. The number is its form in a catalog.
    public enum State {
        /// Its epoch is not known here, or not yet.
        WAITING(0),
        /// Opened; the last part of its change is still to come.
        PENDING(1),
        /// What it says is in the names.
        APPLIED(2),
        /// Its writer sealed what nobody can read.
        BROKEN(3),
        /// Its writer was cut off before it.
        CUT(4);

        private final int number;

        State(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        public static State of(int number) {
            for (var state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            throw new CatalogException(CatalogException.Kind.FAILED, "a batch in state " + number);
        }
    }

    /// A batch that is kept, and how far it has come.
    public record Kept(Batch batch, State state) {}

    /// Where a catalog keeps batches and names.
    public interface Shelf {

        Optional<Kept> kept(VolumeId volume, Dot dot);

        void mark(VolumeId volume, Dot dot, State state);

        /// Some batch of this epoch that waits.
        Optional<Batch> waiting(Hash epoch);

        /// Shows every applied batch of a volume, in the journal's order.
        void applied(VolumeId volume, Consumer<Batch> each);

        /// The rows of a volume; with `afresh` they are all forgotten first.
        TreeRows rows(VolumeId volume, boolean afresh);
    }

    private final BodyOpener opener;
    private final Shelf shelf;
    private final Set<Hash> waitingEpochs;

    /// @param waitingEpochs the epochs of the batches that wait; kept up to date here
    public Naming(BodyOpener opener, Shelf shelf, Set<Hash> waitingEpochs) {
        this.opener = opener;
        this.shelf = shelf;
        this.waitingEpochs = waitingEpochs;
    }

    /// Takes in a batch that was just put on the shelf as waiting.
    public void arrived(Batch batch) {
        var epoch = batch.header().sealing().epoch();
        if (opener.knows(epoch)) {
            open(batch);
        } else {
            waitingEpochs.add(epoch);
        }
    }

    /// Opens what waited for epochs that are known by now.
    public void openWaiting() {
        for (var epoch : Set.copyOf(waitingEpochs)) {
            if (opener.knows(epoch)) {
                var next = shelf.waiting(epoch);
                while (next.isPresent()) {
                    open(next.get());
                    next = shelf.waiting(epoch);
                }
                waitingEpochs.remove(epoch);
            }
        }
    }

    /// Takes back what a writer's batches said, from one to the last that is kept.
    public void cut(VolumeId volume, Dot from, long last) {
        for (long n = from.n(); n <= last; n++) {
            shelf.mark(volume, new Dot(from.actor(), n), State.CUT);
        }
        var update = new TreeUpdate(shelf.rows(volume, true));
        shelf.applied(volume, batch -> body(batch).ifPresent(body -> name(update, batch, body)));
    }

    private void open(Batch batch) {
        var volume = batch.header().volume();
        var dot = batch.header().dot();
        var body = body(batch);
        if (body.isEmpty()) {
            shelf.mark(volume, dot, State.BROKEN);
        } else if (body.get().more() && !isApplied(volume, next(dot))) {
            shelf.mark(volume, dot, State.PENDING);
        } else {
            apply(volume, batch, body.get());
        }
    }

    /// Applies a batch together with the parts of its change before it.
    private void apply(VolumeId volume, Batch batch, BatchBody body) {
        var update = new TreeUpdate(shelf.rows(volume, false));
        for (var part : partsBefore(volume, batch.header().dot())) {
            body(part).ifPresent(earlier -> name(update, part, earlier));
            shelf.mark(volume, part.header().dot(), State.APPLIED);
        }
        name(update, batch, body);
        shelf.mark(volume, batch.header().dot(), State.APPLIED);
    }

    private ArrayDeque<Batch> partsBefore(VolumeId volume, Dot dot) {
        var parts = new ArrayDeque<Batch>();
        for (long n = dot.n() - 1; n > 0; n--) {
            var before = shelf.kept(volume, new Dot(dot.actor(), n));
            if (before.isEmpty() || before.get().state() != State.PENDING) {
                break;
            }
            parts.addFirst(before.get().batch());
        }
        return parts;
    }

    private boolean isApplied(VolumeId volume, Dot dot) {
        return shelf.kept(volume, dot).filter(kept -> kept.state() == State.APPLIED).isPresent();
    }

    private static Dot next(Dot dot) {
        return new Dot(dot.actor(), dot.n() + 1);
    }

    private Optional<BatchBody> body(Batch batch) {
        try {
            return Optional.of(opener.open(batch));
        } catch (MalformedException e) {
            LOG.warn("Batch {} of {} says nothing.", batch.id(), batch.header().dot(), e);
            return Optional.empty();
        }
    }

    private static void name(TreeUpdate update, Batch batch, BatchBody body) {
        for (var entry : body.entries()) {
            update.add(new EntryVersion(entry, batch.header().dot()));
        }
    }
}
