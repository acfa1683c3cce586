package dev.holdfast.engine.core.content;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The root over the plain chunks of a file, built as they come by, in memory that grows with the
/// logarithm of their number.
///
/// Leaf = SHA-256(0x00 ‖ plain chunk), node = SHA-256(0x01 ‖ left ‖ right); a tree of n leaves
/// splits at the greatest power of two under n. The first byte keeps a leaf from passing as a node.
///
/// Source: RFC 6962, section 2.1.
public final class MerkleTree {

    /// The root of no leaves: SHA-256 of nothing.
    public static final Hash EMPTY = Sha256.of();

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /// Roots of complete trees. That of 2^i leaves stands at i while bit i of `leaves` is set.
    private final Hash[] complete = new Hash[Long.SIZE];

    private long leaves;

    public MerkleTree() {
        Arrays.fill(complete, EMPTY);
    }

    public static Hash leaf(ByteBuffer plain) {
        return leaf().update(plain).finish();
    }

    public static Hash leaf(byte[] plain, int offset, int length) {
        return leaf().update(plain, offset, length).finish();
    }

    /// A leaf that takes the plain chunk piece by piece.
    public static Sha256 leaf() {
        return new Sha256().update(LEAF);
    }

    public static Hash node(Hash left, Hash right) {
        return new Sha256().update(NODE).update(left.toBytes()).update(right.toBytes()).finish();
    }

    public void add(Hash leaf) {
        var root = leaf;
        int size = 0;
        for (; (leaves >>> size & 1) == 1; size++) {
            root = node(complete[size], root);
        }
        complete[size] = root;
        leaves++;
    }

    /// How many leaves came.
    public long leaves() {
        return leaves;
    }

    /// The root over the leaves that came so far.
    public Hash root() {
        if (leaves == 0) {
            return EMPTY;
        }
        int size = Long.numberOfTrailingZeros(leaves);
        var root = complete[size];
        for (size++; size < Long.SIZE; size++) {
            if ((leaves >>> size & 1) == 1) {
                root = node(complete[size], root);
            }
        }
        return root;
    }
}
