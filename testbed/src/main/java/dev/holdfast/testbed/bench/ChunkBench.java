package dev.holdfast.testbed.bench;

import dev.holdfast.engine.core.content.FastCdc;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Cutting 16 MiB of random bytes. One operation is one byte, so a score in op/us is MB/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkBench {

    private static final int LENGTH = 16 << 20;

    private final FastCdc chunker = new FastCdc(new Hash(1, 2, 3, 4));
    private final byte[] bytes = new byte[LENGTH];

    /// Fills the bytes from a seed.
    public ChunkBench() {
        new Random(1).nextBytes(bytes);
    }

    /// All cuts of the bytes.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int cut() {
        int cuts = 0;
        for (int at = 0; at < LENGTH; cuts++) {
            at = chunker.cut(at, bytes, at, LENGTH, true);
        }
        return cuts;
    }

    /// One SHA-256 over the same bytes, for comparison.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Hash hash() {
        return Sha256.of(bytes);
    }
}
