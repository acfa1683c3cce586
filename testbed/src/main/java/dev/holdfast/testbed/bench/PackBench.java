package dev.holdfast.testbed.bench;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.disk.BlockWriter;
import dev.holdfast.engine.disk.BufferPool;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.store.ChunkTag;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// 512 MiB through a store of packs, hashing apart. A score of t ms is 536,871 / t MB/s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 2)
@Measurement(iterations = 7)
@SuppressWarnings("NullAway.Init") // JMH sets up
public class PackBench {

    private static final long TOTAL = 512 << 20;
    private static final long SYNC_EVERY = 64 << 20;
    private static final Hash ANY = new Hash(1, 2, 3, 4);
    private static final ChunkTag TAG =
            new ChunkTag(
                    3,
                    new Stamp(new VolumeId(ANY), new Actor(new DeviceId(ANY), 1), 1),
                    ChunkTag.Origin.HERE);

    /// Bytes of a chunk.
    @Param({"1048576", "8192"})
    int chunkBytes;

    /// Past the page cache or through it.
    @Param({"true", "false"})
    boolean direct;

    private final Random random = new Random(1);
    private final List<ChunkId> ids = new ArrayList<>();
    private Scratch scratch;
    private RealDisk disk;
    private DiskChunkStore full;
    private DiskChunkStore empty;
    private ByteBuffer chunk;

    @Setup
    public void fill() throws IOException, StoreException {
        scratch = Scratch.make();
        disk = scratch.disk("full", direct);
        full = DiskChunkStore.open(disk, disk);
        chunk = ByteBuffer.allocate(chunkBytes);
        random.nextBytes(chunk.array());
        for (long done = 0; done < TOTAL; done += chunkBytes) {
            chunk.putLong(0, done);
            var id = new ChunkId(Sha256.of(chunk.array()));
            full.append(id, chunk, TAG);
            ids.add(id);
        }
        full.sync();
    }

    @Setup(Level.Iteration)
    public void empty() throws IOException, StoreException {
        var at = scratch.disk("empty" + random.nextLong(), direct);
        empty = DiskChunkStore.open(at, at);
    }

    @TearDown(Level.Iteration)
    public void close() throws StoreException {
        empty.close();
    }

    @TearDown
    public void wipe() throws IOException, StoreException {
        full.close();
        scratch.wipe();
    }

    /// One thread appends, with an fsync every 64 MiB and at the end.
    @Benchmark
    public long append() throws StoreException {
        long unsynced = 0;
        for (var id : ids) {
            empty.append(id, chunk, TAG);
            unsynced += chunkBytes;
            if (unsynced >= SYNC_EVERY) {
                empty.sync();
                unsynced = 0;
            }
        }
        empty.sync();
        return empty.index().bytes();
    }

    /// One thread reads and verifies.
    @Benchmark
    public long read() throws StoreException {
        var into = ByteBuffer.allocate(chunkBytes);
        long read = 0;
        for (var id : ids) {
            full.read(id, into.clear());
            read += into.position();
        }
        return read;
    }

    /// The ceiling: the same bytes from four buffers of 4 MiB into one file, and one fsync.
    @Benchmark
    public long ceiling() throws IOException {
        var buffers = new ArrayList<ByteBuffer>();
        for (int i = 0; i < 4; i++) {
            buffers.add(BufferPool.aligned(4 << 20).put(chunk.clear()).clear());
        }
        var written = new ArrayList<CompletableFuture<Void>>();
        try (var file = disk.create("raw" + random.nextLong())) {
            for (int at = 0; at < TOTAL >> 22; at++) {
                if (at >= 4) {
                    BlockWriter.await(written.get(at - 4));
                }
                written.add(file.write(buffers.get(at % 4), (long) at << 22));
            }
            BlockWriter.await(CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)));
            file.force();
            return file.size();
        }
    }
}
