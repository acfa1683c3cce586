package dev.holdfast.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// A disk whose fsyncs wait until the test lets go, and which counts them all.
public record HeldDisk(Disk disk, CountDownLatch gate, AtomicLong count, AtomicLong passing)
        implements Disk {

    public HeldDisk(Disk disk) {
        this(disk, new CountDownLatch(1), new AtomicLong(), new AtomicLong());
    }

    public interface Work {
        void by(int writer) throws Exception;
    }

    public static void run(HeldDisk disk, int writers, Work work, BooleanSupplier allThere)
            throws Exception {
        var tasks = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < writers; writer++) {
            int me = writer;
            tasks.add(
                    () -> {
                        work.by(me);
                        return null;
                    });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream().map(threads::submit).toList();
            while (!allThere.getAsBoolean()) {
                Thread.onSpinWait();
            }
            disk.gate.countDown();
            for (var done : running) {
                done.get();
            }
        }
    }

    /// Lets the next `fsyncs` go by without waiting.
    public void letPass(int fsyncs) {
        passing.set(fsyncs);
    }

    public long forces() {
        return count.get();
    }

    @Override
    public BlockFile create(String name) throws IOException {
        return new HeldFile(disk.create(name));
    }

    @Override
    public BlockFile open(String name) throws IOException {
        return new HeldFile(disk.open(name));
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void sync() throws IOException {
        disk.sync();
    }

    private final class HeldFile implements BlockFile {

        private final BlockFile file;

        HeldFile(BlockFile file) {
            this.file = file;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
            return file.write(blocks, offset);
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void force() throws IOException {
            count.incrementAndGet();
            try {
                if (passing.getAndDecrement() <= 0) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            file.force();
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
