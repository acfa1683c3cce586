package dev.holdfast.engine.crash;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.memory.Power.Kind;
import dev.holdfast.engine.disk.memory.Power.Operation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A disk as a program sees it that has a fault: what it says it does is not always done, or not
/// then.
final class Careless implements Disk {

    /// What is done instead of one operation.
    interface Fault {

        /// @param before the operation before it on the same disk
        /// @param done does it
        void instead(Operation before, Operation now, Doing done) throws IOException;
    }

    /// An operation that waits to be done.
    interface Doing {
        void run() throws IOException;
    }

    private static final Operation NONE = new Operation("", Kind.READ, "", 0, 0);

    private final Disk disk;
    private final Fault fault;
    private final boolean rewrites;
    private Operation last = NONE;

    Careless(Disk disk, Fault fault) {
        this(disk, fault, false);
    }

    /// @param rewrites whether the last block of a file is written again with what follows it
    Careless(Disk disk, Fault fault, boolean rewrites) {
        this.disk = disk;
        this.fault = fault;
        this.rewrites = rewrites;
    }

    private void pass(Operation now, Doing done) throws IOException {
        var before = last;
        last = now;
        fault.instead(before, now, done);
    }

    @Override
    public BlockFile create(String name) throws IOException {
        pass(new Operation("", Kind.CREATE, name, 0, 0), () -> {});
        return new CarelessFile(name, disk.create(name));
    }

    @Override
    public BlockFile open(String name) throws IOException {
        return new CarelessFile(name, disk.open(name));
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public void delete(String name) throws IOException {
        pass(new Operation("", Kind.DELETE, name, 0, 0), () -> disk.delete(name));
    }

    @Override
    public void sync() throws IOException {
        pass(new Operation("", Kind.SYNC, "", 0, 0), disk::sync);
    }

    private final class CarelessFile implements BlockFile {

        private final String name;
        private final BlockFile file;

        CarelessFile(String name, BlockFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
            var written = CompletableFuture.<Void>completedFuture(null);
            try {
                if (rewrites && offset > Disk.BLOCK) {
                    rewrite(offset - Disk.BLOCK);
                }
                pass(
                        new Operation("", Kind.WRITE, name, offset, blocks.remaining()),
                        () -> BlockWriter.await(file.write(blocks, offset)));
                return written;
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void rewrite(long offset) throws IOException {
            var block = BufferPool.aligned(Disk.BLOCK);
            file.read(block, offset);
            BlockWriter.await(file.write(block.flip(), offset));
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void force() throws IOException {
            pass(new Operation("", Kind.FORCE, name, 0, 0), file::force);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
