package dev.holdfast.engine.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ManifestTest {

    private static final class Chunks {
        final List<ChunkRef> refs = new ArrayList<>();
        final List<Hash> leaves = new ArrayList<>();
    }

    private final Map<ChunkRef, byte[]> nodes = new HashMap<>();
    private int opened;

    @Test
    void nothing_needs_no_chunk() throws Exception {
        assertThat(build(0, new Chunks())).isEqualTo(new Content.Empty());
        assertThat(walk(new Content.Empty(), 0)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void one_chunk_needs_no_manifest_whatever_its_id(long seed) {
        for (var ref : List.of(ref(new Random(seed), 5), ending(5))) {
            var chunks = new Chunks();
            add(chunks, ref);
            assertThat(build(0, chunks)).isEqualTo(new Content.One(ref, chunks.leaves.getFirst()));
            assertThat(nodes).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} chunks")
    @ValueSource(ints = {2, 3, 2048, 4096, 4097, 20_000, 100_000})
    void gives_the_references_back_in_order(int count) throws Exception {
        var chunks = random(count, count);
        var content = build(0, chunks);
        var items = walk(content, 0);
        assertThat(items.stream().filter(i -> i.isChunk()).map(i -> i.ref()))
                .containsExactlyElementsOf(chunks.refs);
        assertThat(items.stream().filter(i -> !i.isChunk()).map(i -> i.ref()))
                .containsExactlyInAnyOrderElementsOf(nodes.keySet());
        long offset = 0;
        for (var item : items.stream().filter(i -> i.isChunk()).toList()) {
            assertThat(item.offset()).isEqualTo(offset);
            offset += item.ref().length();
        }
        assertThat(content.length()).isEqualTo(offset);
    }

    @Test
    void the_root_is_that_of_the_merkle_tree_over_the_leaves() throws Exception {
        var chunks = random(9, 5000);
        var content = build(0, chunks);
        var check = new ContentCheck(content);
        for (int i = 0; i < chunks.refs.size(); i++) {
            check.add(chunks.leaves.get(i), chunks.refs.get(i).length());
        }
        check.finish();
    }

    @Test
    void refuses_chunks_that_are_not_the_promised_ones() {
        var chunks = random(9, 3);
        var content = build(0, chunks);
        var swapped = new ContentCheck(content);
        for (int i : new int[] {1, 0, 2}) {
            swapped.add(chunks.leaves.get(i), chunks.refs.get(i).length());
        }
        assertThatThrownBy(swapped::finish).hasMessageContaining("root");
        assertThatThrownBy(new ContentCheck(content)::finish).hasMessageContaining("promised");
    }

    @Test
    void an_edit_in_the_middle_changes_one_node_a_level() {
        var chunks = random(10, 50_000);
        build(0, chunks);
        var before = Map.copyOf(nodes);
        chunks.refs.set(25_000, ref(new Random(77), 1000));
        build(0, chunks);
        assertThat(nodes.size() - before.size()).isLessThanOrEqualTo(4);
    }

    @Test
    void starts_in_the_middle_without_opening_what_lies_before() throws Exception {
        var chunks = random(11, 60_000);
        var content = build(0, chunks);
        var all = walk(content, 0).stream().filter(i -> i.isChunk()).toList();
        opened = 0;
        var from = all.get(55_000).offset() + 1;
        var some = walk(content, from).stream().filter(i -> i.isChunk()).toList();
        assertThat(some).isEqualTo(all.subList(55_000, all.size()));
        assertThat(opened).isLessThanOrEqualTo(8);
        assertThat(walk(content, content.length()).stream().filter(i -> i.isChunk())).isEmpty();
    }

    @Test
    void opens_a_node_only_when_the_walk_comes_to_it() throws Exception {
        var content = build(0, random(12, 60_000));
        var cursor = cursor(content, 0);
        assertThat(cursor.next()).isNotNull();
        assertThat(opened).isZero();
        assertThat(cursor.next()).isNotNull();
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void says_which_group_a_part_belongs_to() throws Exception {
        var chunks = new Chunks();
        var rnd = new Random(1);
        for (int length : new int[] {4 << 20, 2 << 20, 4 << 20, 2 << 20, 7}) {
            add(chunks, ref(rnd, length));
        }
        var items = walk(build(6 << 20, chunks), 0).stream().filter(i -> i.isChunk()).toList();
        assertThat(items)
                .extracting(i -> i.offset() / i.group())
                .containsExactly(0L, 0L, 1L, 1L, 2L);
    }

    @Test
    void refuses_a_part_that_crosses_its_group() {
        var chunks = new Chunks();
        add(chunks, ref(new Random(1), 3 << 20));
        add(chunks, ref(new Random(2), 3 << 20));
        add(chunks, ref(new Random(3), 3 << 20));
        var content = build(5 << 20, chunks);
        assertThatThrownBy(() -> walk(content, 0)).isInstanceOf(MalformedException.class);
    }

    @Test
    void content_reads_what_it_writes() throws Exception {
        var deep = build(0, random(13, 5000));
        for (var content : List.of(new Content.Empty(), build(0, random(13, 1)), deep)) {
            var out = new CanonicalWriter();
            content.write(out);
            var in = new CanonicalReader(out.toBytes());
            assertThat(Content.read(in)).isEqualTo(content);
            in.end();
        }
    }

    @Test
    void refuses_content_that_cannot_be() {
        var out = new CanonicalWriter();
        build(0, random(13, 5)).write(out);
        for (int depth : new int[] {0, 9, 255}) {
            var bytes = out.toBytes();
            bytes[1] = (byte) depth;
            assertThatThrownBy(() -> Content.read(new CanonicalReader(bytes)))
                    .isInstanceOf(MalformedException.class);
        }
        for (int kind : new int[] {3, 255}) {
            var bytes = out.toBytes();
            bytes[0] = (byte) kind;
            assertThatThrownBy(() -> Content.read(new CanonicalReader(bytes)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void refuses_a_tree_that_claims_another_length_or_depth() {
        var tree = (Content.Tree) build(0, random(14, 5000));
        assertRefused(new Content.Tree(tree.ref(), tree.depth(), tree.length() + 1, tree.root()));
        assertRefused(new Content.Tree(tree.ref(), tree.depth(), tree.length() - 1, tree.root()));
        assertRefused(new Content.Tree(tree.ref(), tree.depth() + 1, tree.length(), tree.root()));
    }

    @Test
    void refuses_a_tree_that_lists_itself() {
        var self = ref(new Random(1), 100);
        var child = new ManifestNode.Child(self, 10);
        nodes.put(self, new ManifestNode(6, 0, List.of(child, child)).toBytes());
        assertRefused(new Content.Tree(self, 7, 20, Sha256.of()));
    }

    @Test
    void refuses_a_manifest_for_one_reference_and_one_that_ends_early() {
        var rnd = new Random(15);
        var one = node(0, ref(rnd, 5));
        assertRefused(new Content.Tree(one, 1, 5, Sha256.of()));
        var early = node(0, plain(rnd, 5), plain(rnd, 6));
        var late = node(0, plain(rnd, 7));
        var top = ref(rnd, 99);
        var children = List.of(new ManifestNode.Child(early, 11), new ManifestNode.Child(late, 7));
        nodes.put(top, new ManifestNode(1, 0, children).toBytes());
        assertRefused(new Content.Tree(top, 2, 18, Sha256.of()));
    }

    @Test
    void refuses_a_node_that_goes_on_behind_its_end() {
        var top = node(0, ending(5), ref(new Random(1), 6));
        assertRefused(new Content.Tree(top, 1, 11, Sha256.of()));
    }

    @Test
    void refuses_every_manifest_with_a_byte_cut_off_or_added_or_lengths_beyond_reason() {
        var tree = (Content.Tree) build(0, random(16, 20));
        var sound = requireNonNull(nodes.get(tree.ref()));
        for (int cut = 0; cut < sound.length; cut++) {
            nodes.put(tree.ref(), Arrays.copyOf(sound, cut));
            assertRefused(tree);
        }
        nodes.put(tree.ref(), Arrays.copyOf(sound, sound.length + 1));
        assertRefused(tree);
        for (int at = 0; at < 14; at++) {
            var bytes = sound.clone();
            bytes[at] ^= (byte) 0x80;
            nodes.put(tree.ref(), bytes);
            assertRefused(tree);
        }
    }

    private void assertRefused(Content content) {
        assertThatThrownBy(() -> walk(content, 0)).isInstanceOf(MalformedException.class);
    }

    private Content build(long group, Chunks chunks) {
        var builder = new ManifestBuilder<RuntimeException>(group, this::keep);
        for (int i = 0; i < chunks.refs.size(); i++) {
            builder.add(chunks.refs.get(i), chunks.leaves.get(i));
        }
        return builder.finish();
    }

    private ChunkRef keep(byte[] node) {
        var hash = Sha256.of(node);
        var ref = new ChunkRef(new ChunkId(hash), new ChunkKey(hash), node.length);
        nodes.put(ref, node);
        return ref;
    }

    private ChunkRef node(int level, ChunkRef... refs) {
        var children =
                List.of(refs).stream().map(r -> new ManifestNode.Child(r, r.length())).toList();
        return keep(new ManifestNode(level, 0, children).toBytes());
    }

    private ManifestCursor<RuntimeException> cursor(Content content, long from) {
        return new ManifestCursor<>(
                content,
                from,
                node -> {
                    opened++;
                    return requireNonNull(nodes.get(node));
                });
    }

    private List<ManifestCursor.Item> walk(Content content, long from) throws MalformedException {
        var items = new ArrayList<ManifestCursor.Item>();
        var cursor = cursor(content, from);
        for (var item = cursor.next(); item != null; item = cursor.next()) {
            items.add(item);
        }
        return items;
    }

    private static Chunks random(long seed, int count) {
        var rnd = new Random(seed);
        var chunks = new Chunks();
        for (int i = 0; i < count; i++) {
            add(chunks, ref(rnd, 1 + rnd.nextInt(ChunkRef.LENGTH_MAX)));
        }
        return chunks;
    }

    private static void add(Chunks chunks, ChunkRef ref) {
        chunks.refs.add(ref);
        chunks.leaves.add(Sha256.of(ref.id().hash().toBytes()));
    }

    private static ChunkRef ref(Random rnd, int length) {
        var id = new Hash(rnd.nextLong(), rnd.nextLong(), rnd.nextLong(), rnd.nextLong());
        return new ChunkRef(new ChunkId(id), new ChunkKey(id), length);
    }

    private static ChunkRef plain(Random rnd, int length) {
        var id = new Hash(0, 0, 0, rnd.nextLong() | 1);
        return new ChunkRef(new ChunkId(id), new ChunkKey(id), length);
    }

    private static ChunkRef ending(int length) {
        var id = new Hash(1, 2, 3, 5L << 11);
        return new ChunkRef(new ChunkId(id), new ChunkKey(id), length);
    }
}
