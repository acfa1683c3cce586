package dev.holdfast.engine.disk.memory;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What disks of one machine have in common: they take one operation at a time, lose power
/// together, and go wrong on command. Everything on them happens under the lock of this.
public final class Power {

    /// What is done to a disk.
    public enum Kind {
        CREATE,
        WRITE,
        FORCE,
        DELETE,
        SYNC,
        READ
    }

    /// One thing that is asked of a disk.
    ///
    /// @param file empty for [Kind#SYNC]
    /// @param offset where a write or read begins, in bytes
    public record Operation(String disk, Kind kind, String file, long offset, int length) {
        @Override
        public String toString() {
            var range = length == 0 ? "" : " [%d, %d)".formatted(offset, offset + length);
            return disk + ": " + kind.name().toLowerCase(Locale.ROOT) + " " + file + range;
        }
    }

    private long operations;
    private long operationsMax = Long.MAX_VALUE;
    private Consumer<Operation> watcher = _ -> {};
    private Predicate<Operation> refused = _ -> false;

    /// How many writes, fsyncs and changes of names there were so far.
    public synchronized long operations() {
        return operations;
    }

    /// Every operation after the next `count` ones fails. Reading goes on.
    public synchronized void cutAfter(long count) {
        operationsMax = operations + count;
    }

    /// Shows each operation but reads, before it is done: the world as a power cut just there finds
    /// it.
    public synchronized void watch(Consumer<Operation> each) {
        watcher = each;
    }

    /// From now on what this matches ends with an error, as on a disk that goes bad: a refused
    /// write may have arrived or not, and after a refused fsync what was to be forced is lost
    /// though it can be read until the power goes.
    public synchronized void refuse(Predicate<Operation> what) {
        refused = what;
    }

    /// Nothing is refused any more.
    public synchronized void heal() {
        refused = _ -> false;
    }

    void begin(Operation operation) throws IOException {
        if (operation.kind != Kind.READ) {
            if (operations == operationsMax) {
                throw new IOException("the disk is gone");
            }
            watcher.accept(operation);
            operations++;
        }
    }

    void checkSound(Operation operation) throws IOException {
        if (refused.test(operation)) {
            throw new IOException("input/output error: " + operation);
        }
    }
}
