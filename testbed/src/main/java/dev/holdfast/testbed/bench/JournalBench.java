package dev.holdfast.testbed.bench;

import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Records of 200 bytes, each durable before its writer goes on: commits a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 7, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up
public class JournalBench {

    private static final int RECORD_BYTES = 200;

    /// Past the page cache or through it.
    @Param({"true", "false"})
    boolean direct;

    private final byte[] record = new byte[RECORD_BYTES];
    private Scratch scratch;
    private DiskJournal journal;

    @Setup
    public void open() throws IOException, JournalException {
        scratch = Scratch.make();
        journal = DiskJournal.open(scratch.disk("journal", direct), new Random(1)::nextLong);
    }

    @TearDown
    public void wipe() throws IOException, JournalException {
        journal.close();
        scratch.wipe();
    }

    @Benchmark
    @Threads(1)
    public long one() throws JournalException {
        return commit();
    }

    @Benchmark
    @Threads(16)
    public long sixteen() throws JournalException {
        return commit();
    }

    @Benchmark
    @Threads(64)
    public long sixtyFour() throws JournalException {
        return commit();
    }

    private long commit() throws JournalException {
        long lsn = journal.append(1, record);
        journal.sync(lsn);
        return lsn;
    }
}
