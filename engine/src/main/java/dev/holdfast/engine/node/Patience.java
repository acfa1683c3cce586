package dev.holdfast.engine.node;

import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;
import dev.holdfast.engine.disk.Room;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Lets journal and catalog wait when other programs have taken the last of the disk, where they
/// would have to stop until the next start otherwise.
///
/// A write that found no room is done again, the same bytes at the same place, and a transaction
/// that found none was undone and is tried again: nobody was told that either is done. An fsync is
/// never tried again: what one that failed has lost is not known. Safe for many threads.
final class Patience {

    /// A write that fails while less is left has failed for want of room.
    private static final long LITTLE_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Room room;
    private final Rest rest;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("patience-", 0).factory());
    private volatile boolean isOn;

    /// What is done between two tries.
    @FunctionalInterface
    interface Rest {
        void rest() throws InterruptedException;
    }

    /// Nothing waits before [#begin]: a start that finds no room is refused.
    Patience(Room room, Rest rest) {
        this.room = room;
        this.rest = rest;
    }

    void begin() {
        isOn = true;
    }

    /// Nothing waits any more; what does fails.
    void end() {
        isOn = false;
    }

    /// Whether something waits for room.
    boolean isWaiting() {
        return waiting.get() > 0;
    }

    /// Whether something waits for room, or what is written down next would.
    boolean isFull() {
        return isWaiting() || (isOn && isLittle());
    }

    /// @param isPatient which files wait; what takes room only to spare some must not
    Disk over(Disk disk, Predicate<String> isPatient) {
        return new PatientDisk(disk, isPatient);
    }

    Catalog over(Catalog catalog) {
        return new PatientCatalog(catalog);
    }

    /// Waits for room, whatever interrupts come: who waits longer than anyone asks for still has
    /// what others count on.
    ///
    /// @return whether to try again
    private boolean waits() {
        if (!isOn || !isLittle()) {
            return false;
        }
        if (waiting.getAndIncrement() == 0) {
            LOG.warn("The disk is full: what is to be written down waits for room.");
        }
        boolean isInterrupted = false;
        try {
            while (isOn && isLittle()) {
                try {
                    rest.rest();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            return isOn;
        } finally {
            waiting.decrementAndGet();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isLittle() {
        try {
            return room.usable() < LITTLE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private final class PatientDisk implements Disk {

        private final Disk disk;
        private final Predicate<String> isPatient;

        PatientDisk(Disk disk, Predicate<String> isPatient) {
            this.disk = disk;
            this.isPatient = isPatient;
        }

        @Override
        public BlockFile create(String name) throws IOException {
            while (true) {
                try {
                    return patient(name, disk.create(name));
                } catch (IOException e) {
                    if (!isPatient.test(name) || !waits()) {
                        throw e;
                    }
                }
            }
        }

        @Override
        public BlockFile open(String name) throws IOException {
            return patient(name, disk.open(name));
        }

        private BlockFile patient(String name, BlockFile file) {
            return isPatient.test(name) ? new PatientFile(file) : file;
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
    }

    private final class PatientFile implements BlockFile {

        private final BlockFile file;

        PatientFile(BlockFile file) {
            this.file = file;
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
            return file.write(blocks, offset)
                    .exceptionallyComposeAsync(why -> again(blocks, offset, why), threads);
        }

        private CompletableFuture<Void> again(ByteBuffer blocks, long offset, Throwable why) {
            var last = why;
            while (waits()) {
                try {
                    return CompletableFuture.completedFuture(file.write(blocks, offset).join());
                } catch (CompletionException e) {
                    last = e;
                }
            }
            return CompletableFuture.failedFuture(last);
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void force() throws IOException {
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

    private final class PatientCatalog implements Catalog {

        private final Catalog catalog;

        PatientCatalog(Catalog catalog) {
            this.catalog = catalog;
        }

        @Override
        public void apply(List<Applied> records) {
            while (true) {
                try {
                    catalog.apply(records);
                    return;
                } catch (CatalogException e) {
                    if (!waits()) {
                        throw e;
                    }
                }
            }
        }

        @Override
        public long appliedLsn() {
            return catalog.appliedLsn();
        }

        @Override
        public Views views() {
            return catalog.views();
        }

        @Override
        public long checkpoint() {
            return catalog.checkpoint();
        }

        @Override
        public <X extends Exception> long tell(Listener<X> each) throws X {
            return catalog.tell(each);
        }

        @Override
        public <X extends Exception> void restore(long lsn, Source<X> told) throws X {
            catalog.restore(lsn, told);
        }

        @Override
        public void close() {
            catalog.close();
        }
    }
}
