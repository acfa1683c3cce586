package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.ChunkFacts;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.record.JournalRecord.ChunksDropped;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A put of more than there is room for.
@Timeout(120)
class FullPutTest {

    private static final int ROOM = 40 << 20;

    @TempDir Path temp;
    private final AtomicInteger reliefs = new AtomicInteger();
    private final AtomicInteger spared = new AtomicInteger();
    private Den den;

    @BeforeEach
    void a_small_store() throws Exception {
        den = new Den(ROOM);
    }

    @Test
    void it_goes_on_when_what_is_durable_may_go_and_can_be_read_from_others() throws Exception {
        den.relief = this::toNeighbour;
        var film = noise("film", 5 * ROOM, 1);

        var stored = den.put(film, "/film");

        assertThat(stored.bytes()).isEqualTo(5L * ROOM);
        assertThat(reliefs).hasValueGreaterThanOrEqualTo(4);
        assertThat(spared).as("nothing came again").hasValue(0);
        assertThat(den.openClaims).isEmpty();
        den.get("/film", temp.resolve("back"));
        assertThat(Files.mismatch(film, temp.resolve("back"))).isEqualTo(-1);
    }

    @Test
    void chunks_that_come_again_after_they_went_are_stored_again() throws Exception {
        den.relief = this::toNeighbour;
        var part = Files.readAllBytes(noise("part", ROOM, 2));
        var film = temp.resolve("film");
        try (var out = Files.newOutputStream(film)) {
            for (int i = 0; i < 4; i++) {
                out.write(part);
            }
        }
        den.put(film, "/film");
        den.get("/film", temp.resolve("back"));
        assertThat(Files.mismatch(film, temp.resolve("back"))).isEqualTo(-1);
    }

    @Test
    void many_files_go_through_side_by_side() throws Exception {
        den.relief = this::toNeighbour;
        var tree = Files.createDirectory(temp.resolve("tree"));
        for (int i = 0; i < 40; i++) {
            noise("tree/f" + i, 3 << 20, i % 30);
        }
        den.put(tree, "/");
        den.get("/tree", temp.resolve("back"));
        assertThat(GetTreeTest.picture(temp.resolve("back"))).isEqualTo(GetTreeTest.picture(tree));
    }

    @Test
    void it_ends_when_nothing_can_go_and_says_for_want_of_what() throws Exception {
        var film = noise("film", 2 * ROOM, 3);

        assertThatThrownBy(() -> den.put(film, "/film"))
                .isInstanceOfSatisfying(
                        NodeException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.FULL));

        assertThat(den.left).containsExactly(true);
        assertThat(den.paths()).isEmpty();
    }

    /// As if enough others had the chunks: what may go must be durable and in the books, and
    /// nothing keeps it but that the same content came again meanwhile.
    private boolean toNeighbour(Stamp claim, List<ChunkId> staged) {
        reliefs.incrementAndGet();
        assertThat(den.openClaims).contains(claim);
        var chunks = den.rooms.keeping().ledger().views().chunks();
        assertThat(chunks.facts(staged)).hasSize(staged.size()).allMatch(ChunkFacts::held);
        try (var going = den.rooms.keeping().pins().going(staged)) {
            var free = staged.stream().filter(going::contains).toList();
            spared.addAndGet(staged.size() - free.size());
            for (var id : free) {
                var sealed = ByteBuffer.allocate(den.store.index().length(id).orElseThrow());
                assertThat(den.store.read(id, sealed)).isTrue();
                den.neighbour.append(id, sealed.flip(), TestChunk.TAG);
            }
            den.ledger.commit(new ChunksDropped(free));
            den.store.remove(free);
        } catch (StoreException | JournalException e) {
            throw new AssertionError(e);
        }
        return !staged.isEmpty();
    }

    private Path noise(String name, int length, int seed) throws Exception {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Files.write(temp.resolve(name), bytes);
    }
}
