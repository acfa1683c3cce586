package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The first block of a pack, for whoever looks at packs without opening the store.
public final class PackHeader {

    /// Bytes of the block.
    public static final int BYTES = Disk.BLOCK;

    private PackHeader() {}

    /// Whether a file of this name is a pack.
    public static boolean isNamed(String name) {
        return PackFormat.number(name).isPresent();
    }

    /// Whether a later version of the program wrote the pack that begins like this.
    public static boolean isLater(String name, ByteBuffer block) {
        try {
            if (block.remaining() >= BYTES) {
                var _ = PackFormat.isFirstBlock(block.slice(), name);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /// What is wrong with the pack of this name; empty when its first block is sound, or when it
    /// ends before its first record, as a crash may leave it.
    ///
    /// @param block the beginning of the file, at most [#BYTES] of it
    public static Optional<String> fault(String name, ByteBuffer block) {
        if (block.remaining() < BYTES) {
            return Optional.empty();
        }
        try {
            if (!PackFormat.isFirstBlock(block.slice(), name)) {
                return Optional.of(name + " does not begin as a pack does");
            }
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return block.slice().getLong(Long.BYTES) == PackFormat.number(name).orElseThrow()
                ? Optional.empty()
                : Optional.of(name + " is another pack under this name");
    }
}
