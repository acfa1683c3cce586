package dev.holdfast.engine.core.content;

import static dev.holdfast.engine.core.content.MerkleTree.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

class MerkleTreeTest {

    @Test
    void no_leaves_have_the_hash_of_nothing() {
        assertThat(new MerkleTree().root())
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void a_leaf_is_hashed_behind_a_zero_byte() {
        assertThat(MerkleTree.leaf(new byte[0], 0, 0))
                .hasToString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        var bytes = new byte[] {9, 1, 2, 9};
        assertThat(MerkleTree.leaf(bytes, 1, 2))
                .isEqualTo(MerkleTree.leaf(ByteBuffer.wrap(bytes, 1, 2)))
                .isEqualTo(Sha256.of(new byte[] {0, 1, 2}));
    }

    @Test
    void five_leaves_split_four_to_one() {
        var l = leaves(5);
        var tree = new MerkleTree();
        l.forEach(tree::add);
        var four = node(node(l.get(0), l.get(1)), node(l.get(2), l.get(3)));
        assertThat(tree.root()).isEqualTo(node(four, l.get(4)));
    }

    @Test
    void equals_the_recursive_definition_for_every_small_count() {
        var tree = new MerkleTree();
        for (int n = 1; n <= 130; n++) {
            tree.add(leaf(n - 1));
            assertThat(tree.root()).as("%d leaves", n).isEqualTo(byDefinition(leaves(n)));
            assertThat(tree.leaves()).isEqualTo(n);
        }
    }

    /// RFC 6962, section 2.1, word for word.
    private static Hash byDefinition(List<Hash> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(n - 1);
        return node(byDefinition(leaves.subList(0, k)), byDefinition(leaves.subList(k, n)));
    }

    private static List<Hash> leaves(int count) {
        return IntStream.range(0, count).mapToObj(MerkleTreeTest::leaf).toList();
    }

    private static Hash leaf(int i) {
        return MerkleTree.leaf(new byte[] {(byte) i, (byte) (i >> 8)}, 0, 2);
    }
}
