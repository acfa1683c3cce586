package dev.holdfast.engine.transfer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.content.ChunkRef;
import dev.holdfast.engine.core.wire.TransferMessage.Found;
import dev.holdfast.engine.core.wire.TransferMessage.GetChunks;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One chunk, and the holders that are asked for it at the same time. One of them is received where
/// the chunk is wanted, the others beside it. Whoever opens a race closes it; then no holder is
/// being received any more. Serves one thread.
final class Race implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Race.class);

    /// What came of asking one holder: sound bytes or none, and the box they lie in when it is not
    /// the place where they are wanted.
    private record Copy(boolean isSound, int length, Optional<Boxes.Box> box) {}

    private final ChunkId id;
    private final ByteBuffer into;
    private final int start;
    private final Boxes boxes;
    private final ChunkFetcher.Holders holders;
    private final ChunkFetcher.Waits waits;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fetch-", 0).factory());
    private final ExecutorCompletionService<Copy> ended = new ExecutorCompletionService<>(threads);
    private boolean isPlaceTaken;

    /// Receives the first holder in `into`, and others in `boxes`.
    Race(
            ChunkId id,
            ByteBuffer into,
            Boxes boxes,
            ChunkFetcher.Holders holders,
            ChunkFetcher.Waits waits) {
        this.id = id;
        this.into = into;
        this.boxes = boxes;
        this.holders = holders;
        this.waits = waits;
        start = into.position();
    }

    /// Asks one more holder.
    void join(Connection holder) {
        if (isPlaceTaken) {
            ended.submit(() -> beside(holder));
        } else {
            isPlaceTaken = true;
            var place = into.slice(start, into.limit() - start);
            ended.submit(() -> new Copy(isSound(holder, place), place.limit(), Optional.empty()));
        }
    }

    /// Waits until a holder has given a sound copy, one has failed, or this long. On a sound copy
    /// the chunk is where it is wanted and the race is over.
    ///
    /// @return whether there is a sound copy
    Result await(Duration patience) throws InterruptedException {
        var first = ended.poll(patience.toMillis(), MILLISECONDS);
        if (first == null) {
            return Result.SILENCE;
        }
        var copy = copyOf(first);
        if (copy.isEmpty() || !copy.get().isSound) {
            isPlaceTaken &= copy.isEmpty() || copy.get().box.isPresent();
            copy.flatMap(Copy::box).ifPresent(Boxes.Box::close);
            return Result.LOSS;
        }
        win(copy.get());
        return Result.SOUND;
    }

    /// What a wait in a race ended with.
    enum Result {
        SOUND,
        LOSS,
        SILENCE
    }

    private void win(Copy copy) {
        if (copy.box.isPresent()) {
            try (var box = copy.box.get()) {
                stop();
                into.position(start).put(box.buffer());
            }
        } else {
            into.position(start + copy.length);
        }
    }

    @Override
    public void close() {
        stop();
        for (var late = ended.poll(); late != null; late = ended.poll()) {
            if (late.state() == Future.State.SUCCESS) {
                late.resultNow().box.ifPresent(Boxes.Box::close);
            }
        }
    }

    private void stop() {
        threads.shutdownNow();
        threads.close();
    }

    private static Optional<Copy> copyOf(Future<Copy> done) throws InterruptedException {
        try {
            return Optional.of(done.get());
        } catch (ExecutionException e) {
            LOG.error("A holder could not be asked.", e);
            return Optional.empty();
        }
    }

    private Copy beside(Connection holder) throws InterruptedException {
        var box = boxes.take();
        boolean isSound = false;
        try {
            isSound = isSound(holder, box.buffer());
        } finally {
            if (!isSound) {
                box.close();
            }
        }
        return new Copy(isSound, 0, isSound ? Optional.of(box) : Optional.empty());
    }

    /// Whether the holder gave the chunk, which then lies in `place` up to its limit.
    private boolean isSound(Connection holder, ByteBuffer place) throws InterruptedException {
        try (var stream = holder.open()) {
            stream.send(new GetChunks(List.of(id)));
            var answer = new Answer(holder, stream, waits.patience(), waits.nanos());
            if (answer.receive() instanceof Found(var length)
                    && length <= Math.min(ChunkRef.SEALED_MAX, place.capacity())
                    && Reception.receive(answer, id, place.limit(length))) {
                place.flip();
                return true;
            }
            LOG.warn("{} has no sound copy of chunk {}.", holder.peer().device(), id);
            holders.absent(holder.peer().device(), id);
        } catch (NetException e) {
            LOG.debug("{} did not give {}: {}", holder.peer().device(), id, e.getMessage());
        }
        return false;
    }
}
