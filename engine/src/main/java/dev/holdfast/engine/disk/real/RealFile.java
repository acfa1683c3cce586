package dev.holdfast.engine.disk.real;

import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// A file behind a `FileChannel`. A channel closes itself under everyone when a thread inside it is
/// interrupted, and callers are interrupted whenever a fetch is called off; so each operation runs
/// on a virtual thread of its own that nobody else knows, and the caller waits for it.
final class RealFile implements BlockFile {

    private static final Executor AWAY = task -> Thread.ofVirtual().name("disk").start(task);

    @FunctionalInterface
    interface Io<T> {
        T run() throws IOException;
    }

    private final FileChannel channel;
    private final Tally tally;

    RealFile(FileChannel channel, Tally tally) {
        this.channel = channel;
        this.tally = tally;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
        var left = blocks.duplicate();
        return away(() -> writeAll(left, offset)).thenRun(() -> {});
    }

    private long writeAll(ByteBuffer left, long offset) throws IOException {
        long at = offset;
        while (left.hasRemaining()) {
            at += channel.write(left, at);
        }
        tally.wrote(at - offset);
        return at;
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        return await(away(() -> readAll(into, offset)));
    }

    private int readAll(ByteBuffer into, long offset) throws IOException {
        int from = into.position();
        int count = 0;
        while (into.hasRemaining() && count >= 0) {
            count = channel.read(into, offset + into.position() - from);
            if ((into.position() - from) % Disk.BLOCK != 0) {
                break; // the file ends within a block, and past the page cache none begins there
            }
        }
        tally.read(into.position() - from);
        return into.position() - from;
    }

    @Override
    public void force() throws IOException {
        await(away(this::forceNow));
    }

    private boolean forceNow() throws IOException {
        long start = System.nanoTime();
        channel.force(false);
        tally.synced(start);
        return true;
    }

    @Override
    public long size() throws IOException {
        return await(away(channel::size));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Where an interrupt of whoever asked cannot reach it: Java would close the file in hand.
    static <T> CompletableFuture<T> away(Io<T> io) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return io.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                AWAY);
    }

    static <T> T await(CompletableFuture<T> result) throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw new IOException(failed.getMessage(), failed);
            }
            throw e;
        }
    }
}
