package dev.holdfast.engine.crash;

import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.node.NodePorts;

import java.io.IOException;

/// A journal's disk that is full at each third write to a segment, until somebody makes room, and a
/// device that waits for it.
final class Tight implements Room {

    private static final int EVERY = 3;

    private int writes;
    private int times;
    private boolean isFull;

    Disk over(Disk disk) {
        Careless.Fault fault =
                (_, now, done) -> {
                    if (now.kind() == Kind.WRITE && now.file().endsWith(".wal")) {
                        refuseSome(done);
                    }
                    done.run();
                };
        return NodePorts.patient(new Careless(disk, fault), this, () -> isFull = false);
    }

    private void refuseSome(Careless.Doing done) throws IOException {
        if (++writes % EVERY == 0) {
            if (++times % 2 == 0) {
                done.run();
            }
            isFull = true;
            throw new IOException("no space left on the disk");
        }
    }

    /// How often it was full.
    int times() {
        return times;
    }

    @Override
    public long usable() {
        return isFull ? 0 : total();
    }

    @Override
    public long total() {
        return 1L << 40;
    }
}
