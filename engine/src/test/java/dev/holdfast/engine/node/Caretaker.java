package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.collecting.Archive;
import dev.holdfast.engine.collecting.Condemned;
import dev.holdfast.engine.collecting.Discarding;
import dev.holdfast.engine.collecting.Past;
import dev.holdfast.engine.collecting.Saying;
import dev.holdfast.engine.collecting.Strays;
import dev.holdfast.engine.collecting.Survey;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.store.Pins;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;
import dev.holdfast.engine.upkeep.Retiring;
import dev.holdfast.engine.wal.JournalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// How a device looks after what it keeps, with the node's own classes, for devices that tests put
/// together: it puts damage aside and mends it, and deletes what nobody needs.
@SuppressWarnings("exports") // tests run on the class path
public final class Caretaker {

    /// How long it must have been known that nobody needs a chunk.
    public static final Duration AGE = Duration.ofDays(1);

    private final DiskChunkStore store;
    private final Small files;
    private final Damages damages;
    private @Nullable Archive archive;
    private Pins pins = new Pins();

    /// Small files, by name, in a map.
    private record Small(Map<String, String> files) implements Notebook {

        @Override
        public Optional<String> read(String name, int bytesMax) {
            return Optional.ofNullable(files.get(name));
        }

        @Override
        public void write(String name, String text) {
            files.put(name, text);
        }
    }

    /// A device that may have a chunk.
    @FunctionalInterface
    public interface Giver {

        /// @return whether it does, and gave it
        boolean give(ChunkId id, ByteBuffer into);
    }

    /// Deletes chunks once the others have heard of it.
    @FunctionalInterface
    public interface Teller {
        int retire(List<ChunkFacts> dead, Retiring.Late late)
                throws InterruptedException, JournalException;
    }

    /// Puts aside again what was, before the books are opened.
    ///
    /// @param notes the small files of the home
    public Caretaker(DiskChunkStore store, Map<String, String> notes) {
        this.store = store;
        files = new Small(notes);
        damages = new Damages(store, ScrubNotes.read(files));
    }

    /// The books are open: what is in none of them goes.
    public void settle(Ledger ledger, Pins shared, Roster roster, Bodies bodies)
            throws StoreException {
        pins = shared;
        var self = ledger.views().self().actor().orElseThrow().device();
        archive = new Archive(store, ledger, bodies, () -> roster, self);
        new Strays(archive, pins).remove(damages.now().size());
    }

    private Archive archive() {
        return Objects.requireNonNull(archive, "the books are open");
    }

    /// These were found damaged.
    public int found(List<ChunkId> ids) {
        return damages.found(ids);
    }

    public Set<ChunkId> aside() {
        return damages.now();
    }

    /// @throws NodeException when nobody gives it
    public void mend(ChunkId id, Giver giver)
            throws NodeException, StoreException, InterruptedException {
        var facts = archive().ledger().views().chunks().facts(List.of(id)).stream().findFirst();
        var sources =
                new Remedy.Sources(Rooms.Cache.NONE, (chunk, into) -> fetch(giver, chunk, into));
        new Remedy(store, archive().ledger(), pins, sources).mend(id, facts);
        var _ = damages.settle();
    }

    /// Removes what is aside, as no device may.
    public void forget(ChunkId id) throws StoreException {
        store.remove(List.of(id));
        var _ = damages.settle();
    }

    private static void fetch(Giver giver, ChunkId id, ByteBuffer into) throws NodeException {
        if (!giver.give(id, into)) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE, "Nobody has it.", "Bring a device online.");
        }
    }

    /// Says what is over, notes how far this device is, and deletes what by an earlier note is
    /// needed by nobody.
    ///
    /// @return how many chunks are gone
    public long collect(Instant now, Sealer sealer, BatchWriter writer, Teller teller)
            throws JournalException, InterruptedException {
        var ports = new Discarding.Ports(new MarkFile(files), teller::retire);
        var judge =
                new Survey.Judge(
                        archive(),
                        sealer,
                        (id, _) -> {
                            throw new AssertionError("asks for " + id);
                        });
        try {
            var _ = new Saying(archive(), writer, Duration.ZERO).say(now, true, true);
            return new Discarding(archive(), new Condemned(), ports, AGE)
                    .discard(judge, now, true)
                    .chunks();
        } catch (Past.DoubtException | BatchWriter.NoEpochException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
