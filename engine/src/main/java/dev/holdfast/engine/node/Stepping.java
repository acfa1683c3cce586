package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.Views;
import dev.holdfast.engine.disk.BlockFile;
import dev.holdfast.engine.disk.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Lets [Steps] watch a home. Without the property nothing is wrapped and nothing is looked for.
final class Stepping {

    static final String PROPERTY = "dev.holdfast.steps";

    private static final String SEGMENT = PROPERTY + ".segment";
    private static final long SEGMENT_BYTES = 64 << 20;
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration EVERY_STEPPED = Duration.ofMillis(200);

    private final Optional<Consumer<String>> reached;

    Stepping(Optional<Consumer<String>> reached) {
        this.reached = reached;
    }

    /// @throws NodeException when somebody is to be told and nobody is there
    static Stepping in(HomeFiles files) throws NodeException {
        if (System.getProperty(PROPERTY) == null) {
            return new Stepping(Optional.empty());
        }
        var steps =
                ServiceLoader.load(Steps.class)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new NodeException(
                                                Problem.Code.REFUSED,
                                                "This program tells nobody of its steps.",
                                                "Start it without the system property "
                                                        + PROPERTY
                                                        + "."));
        return new Stepping(Optional.of(place -> steps.reached(files.directory(), place)));
    }

    /// How long the journal's segments are. Whoever is told of steps may ask for short ones.
    Bookkeeping.Scale scale() {
        var usual = new Bookkeeping.Scale(SEGMENT_BYTES, EVERY);
        return reached.isEmpty()
                ? usual
                : new Bookkeeping.Scale(Long.getLong(SEGMENT, SEGMENT_BYTES), EVERY_STEPPED);
    }

    /// Tells of a place that is no operation on one of the disks.
    void at(String place) {
        reached.ifPresent(told -> told.accept(place));
    }

    Disk over(String name, Disk disk) {
        return reached.<Disk>map(told -> new SteppedDisk(name, disk, told)).orElse(disk);
    }

    Catalog over(Catalog catalog) {
        return reached.<Catalog>map(told -> new SteppedCatalog(catalog, told)).orElse(catalog);
    }

    /// One step on a disk.
    private interface Step<T> {
        T run() throws IOException;
    }

    private record SteppedDisk(String name, Disk disk, Consumer<String> told) implements Disk {

        private <T> T step(String what, Step<T> step) throws IOException {
            told.accept(name + "/" + what + "/before");
            var result = step.run();
            told.accept(name + "/" + what + "/after");
            return result;
        }

        @Override
        public BlockFile create(String file) throws IOException {
            return new SteppedFile(step("create", () -> disk.create(file)), this);
        }

        @Override
        public BlockFile open(String file) throws IOException {
            return new SteppedFile(disk.open(file), this);
        }

        @Override
        public List<String> names() throws IOException {
            return disk.names();
        }

        @Override
        public void delete(String file) throws IOException {
            step(
                    "delete",
                    () -> {
                        disk.delete(file);
                        return file;
                    });
        }

        @Override
        public void sync() throws IOException {
            step(
                    "sync",
                    () -> {
                        disk.sync();
                        return name;
                    });
        }
    }

    private record SteppedFile(BlockFile file, SteppedDisk disk) implements BlockFile {

        @Override
        public CompletableFuture<Void> write(ByteBuffer blocks, long offset) {
            disk.told.accept(disk.name + "/write/before");
            return file.write(blocks, offset)
                    .thenRun(() -> disk.told.accept(disk.name + "/write/after"));
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void force() throws IOException {
            disk.step(
                    "force",
                    () -> {
                        file.force();
                        return file;
                    });
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

    private record SteppedCatalog(Catalog catalog, Consumer<String> told) implements Catalog {

        @Override
        public void apply(List<Applied> records) {
            told.accept("catalog/apply/before");
            catalog.apply(records);
            told.accept("catalog/apply/after");
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
            told.accept("catalog/checkpoint/before");
            long durable = catalog.checkpoint();
            told.accept("catalog/checkpoint/after");
            return durable;
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
