package dev.holdfast.testbed.bench;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.codec.ChunkCodec;
import dev.holdfast.engine.codec.stored.StoredCodec;
import dev.holdfast.engine.codec.zstd.ZstdCodec;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;
import dev.holdfast.engine.crypto.bc.BcSealer;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Sealing and opening chunks of 1 MiB. One operation is one plain byte, so a score in op/us is
/// MB/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBench {

    private static final int LENGTH = 1 << 20;
    private static final List<String> WORDS =
            List.of("lake ", "picture ", "of ", "the ", "water ", "and ", "sun\n", "holdfast ");

    /// What is written with: `stored`, or `zstd`, which declines random bytes after its probe.
    @Param({"stored", "zstd"})
    public String codec = "stored";

    /// What is sealed: `random` or `text`.
    @Param({"random", "text"})
    public String content = "random";

    private final ByteBuffer sealed = ByteBuffer.allocate(Sealer.ROOM);
    private final ByteBuffer draft = ByteBuffer.allocate(Sealer.ROOM);
    private final ByteBuffer opened = ByteBuffer.allocate(Sealer.ROOM);
    private ByteBuffer plain = ByteBuffer.allocate(LENGTH);
    private Sealer sealer = sealer(new StoredCodec());
    private ChunkRef ref = sealer.seal(sealer.draft(plain, sealed));

    /// Makes the content and its sealed form.
    @Setup
    public void make() {
        sealer = sealer(codec.equals("zstd") ? new ZstdCodec() : new StoredCodec());
        plain = ByteBuffer.wrap(content.equals("text") ? text() : noise());
        ref = sealer.seal(sealer.draft(plain, sealed.clear()));
    }

    /// Copies and hashes: all that content costs that is known already.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Sealer.Draft draft() {
        return sealer.draft(plain, draft.clear());
    }

    /// From plain bytes to sealed ones with their id.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public ChunkRef seal() {
        return sealer.seal(sealer.draft(plain, draft.clear()));
    }

    /// From sealed bytes to plain ones with their leaf.
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Hash open() throws TamperedException {
        return sealer.open(ref, sealed, opened.clear());
    }

    private static Sealer sealer(ChunkCodec writer) {
        return new BcSealer(
                new Secret(new Hash(1, 2, 3, 4)), writer, List.of(new ZstdCodec()), new Shelf());
    }

    private static byte[] noise() {
        var bytes = new byte[LENGTH];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] text() {
        var random = new Random(1);
        var text = new StringBuilder(LENGTH + 16);
        while (text.length() < LENGTH) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(1000));
        }
        return text.substring(0, LENGTH).getBytes(StandardCharsets.US_ASCII);
    }
}
