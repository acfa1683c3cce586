package dev.holdfast.engine.crash;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.MemoryDisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Looks for bytes on a disk, and changes them behind the back of whoever wrote them.
record PackBytes(MemoryDisk disk) implements Expected.Bytes {

    /// Where bytes were found.
    private record Spot(String file, int at) {}

    @Override
    public boolean have(byte[] sequence) {
        return !find(sequence).isEmpty();
    }

    /// Flips a bit `from` bytes behind the beginning of each place where the sequence is.
    void spoil(byte[] sequence, int from) {
        for (var spot : find(sequence)) {
            try {
                disk.flip(spot.file, spot.at + from);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<Spot> find(byte[] sequence) {
        var found = new ArrayList<Spot>();
        for (var name : disk.names()) {
            if (name.endsWith(".pack")) {
                var bytes = read(name);
                for (int at = Disk.BLOCK; at + sequence.length <= bytes.length; at++) {
                    if (isAt(bytes, at, sequence)) {
                        found.add(new Spot(name, at));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isAt(byte[] bytes, int at, byte[] sequence) {
        for (int i = 0; i < sequence.length; i++) {
            if (bytes[at + i] != sequence[i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] read(String name) {
        try (var file = disk.open(name)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
