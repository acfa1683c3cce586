package dev.holdfast.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.catalog.Scribe;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.store.StoreException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is missing when somebody asks who holds what.
@Timeout(120)
class InventoryTest {

    private static final VolumeId SYSTEM = new VolumeId(Scribe.hash("pool"));
    private static final int LARGE = 9_000_000;

    private final List<Inventory.Lack> lacks = new ArrayList<>();
    private final List<Integer> questions = new ArrayList<>();
    private final Set<ChunkId> gone = new HashSet<>();
    private Den den;

    @BeforeEach
    void files() throws Exception {
        den = new Den();
        den.volume("more", VolumeSpec.DEFAULT);
    }

    private Set<ChunkId> put(int seed, int length, String volume, String path) throws Exception {
        var before = ids();
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        den.files.put(
                new Command.PutStream(
                        new ByteArrayInputStream(bytes),
                        new VolumePath(volume, path),
                        Optional.empty(),
                        Duration.ZERO),
                event -> {});
        var fresh = ids();
        fresh.removeAll(before);
        return fresh;
    }

    private Set<ChunkId> ids() {
        return den.store.index().ids().collect(Collectors.toCollection(TreeSet::new));
    }

    private Inventory take() throws NodeException, InterruptedException {
        var keeping = den.rooms.keeping();
        var inventory =
                new Inventory(
                        keeping.ledger().views().names(), keeping.sealer(), new Held(), lacks::add);
        inventory.take(SYSTEM);
        return inventory;
    }

    @Test
    void all_is_held() throws Exception {
        put(1, LARGE, "files", "/large");
        put(2, 0, "files", "/empty");
        put(3, 1000, "more", "/dir/small");
        var inventory = take();
        assertThat(inventory.files()).isEqualTo(3);
        assertThat(inventory.bytes()).isEqualTo(LARGE + 1000);
        assertThat(lacks).isEmpty();
    }

    @Test
    void a_file_lacks_what_nobody_has() throws Exception {
        var large = put(1, LARGE, "files", "/large");
        put(2, 1000, "files", "/small");
        var small = put(3, 1000, "more", "/small");
        var chunk = chunkOf(large);
        gone.add(chunk);
        gone.addAll(small);
        take();
        assertThat(lacks)
                .extracting(Inventory.Lack::path, Inventory.Lack::lacking)
                .containsExactly(tuple("files:/large", 1L), tuple("more:/small", 1L));
        assertThat(lacks.getFirst().chunks()).isEqualTo(large.size() - 1);
        assertThat(lacks.getLast().chunks()).isEqualTo(1);
    }

    /// A list is the shortest of what a large file has.
    private ChunkId listOf(Set<ChunkId> large) {
        return large.stream().min((a, b) -> Long.compare(length(a), length(b))).orElseThrow();
    }

    private ChunkId chunkOf(Set<ChunkId> large) {
        return large.stream().filter(id -> !id.equals(listOf(large))).findFirst().orElseThrow();
    }

    private long length(ChunkId id) {
        return den.store.index().length(id).orElseThrow();
    }

    @Test
    void a_file_whose_list_is_nowhere_is_named_too() throws Exception {
        var large = put(1, LARGE, "files", "/large");
        put(2, 1000, "files", "/small");
        gone.add(listOf(large));
        take();
        assertThat(lacks).containsExactly(new Inventory.Lack("files:/large", 0, 0));
    }

    @Test
    void many_are_asked_about_together_and_each_is_found() throws Exception {
        var lost = new ArrayList<String>();
        for (int i = 0; i < 1100; i++) {
            var path = "/%04d".formatted(i);
            var chunks = put(i, 10 + i, "files", path);
            if (i % 700 == 3) {
                gone.addAll(chunks);
                lost.add("files:" + path);
            }
        }
        assertThat(take().files()).isEqualTo(1100);
        assertThat(lacks).extracting(Inventory.Lack::path).containsExactlyElementsOf(lost);
        assertThat(questions).hasSize(2);
        assertThat(questions.stream().mapToInt(size -> size).sum()).isEqualTo(1100);
    }

    @Test
    void it_stops_when_it_is_told_to() throws Exception {
        put(1, LARGE, "files", "/large");
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::take).isInstanceOf(InterruptedException.class);
    }

    private final class Held implements Inventory.Holdings {

        @Override
        public Set<ChunkId> held(List<ChunkId> ids) {
            assertThat(ids).hasSizeLessThanOrEqualTo(Inventory.ASKED_MAX).doesNotHaveDuplicates();
            questions.add(ids.size());
            return ids.stream().filter(id -> !gone.contains(id)).collect(Collectors.toSet());
        }

        @Override
        public boolean read(ChunkId id, ByteBuffer into) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("told to");
            }
            try {
                return !gone.contains(id) && den.store.read(id, into);
            } catch (StoreException e) {
                return false;
            }
        }
    }
}
