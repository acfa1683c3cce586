package dev.holdfast.engine.crash;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.crash.Expected.Change;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// What a device does from a seed: it stores, overwrites, moves and removes files, keeps chunks for
/// others and lets go of them, empties packs, makes checkpoints, stops and starts. With an odd seed
/// most of its packs are soon full of what it let go.
final class Life {

    private static final int NAMES = 6;
    private static final int SHORT = 3_000;
    private static final int LONG = 40_000;
    private static final int KEPT_AT_ONCE = 4;
    private static final int KEPT_AT_MOST = 12;

    /// Makes a device of the same disks as before.
    interface Starting {
        Machine start()
                throws StoreException, JournalException, NodeException, InterruptedException;
    }

    /// Something that is wanted of the device.
    interface Deed {
        void run() throws StoreException, JournalException, NodeException, InterruptedException;
    }

    private final Random chance;
    private final boolean isChurning;
    private final Starting starting;
    private final Expected expected;
    private final Map<ChunkId, TestChunk> chunks = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private Machine machine;

    Life(long seed, Starting starting, Expected expected, Machine machine) {
        chance = new Random(seed);
        isChurning = seed % 2 != 0;
        this.starting = starting;
        this.expected = expected;
        this.machine = machine;
    }

    /// What was done so far, a line each.
    List<String> told() {
        return List.copyOf(told);
    }

    Machine machine() {
        return machine;
    }

    void step() throws StoreException, JournalException, NodeException, InterruptedException {
        switch (isChurning ? 10 + chance.nextInt(14) : chance.nextInt(17)) {
            case 0, 1, 2 -> put();
            case 3 -> putAgain();
            case 4 -> remove();
            case 5 -> move();
            case 6, 7, 8 -> keep(KEPT_AT_ONCE);
            case 9 -> drop(1 + chance.nextInt(KEPT_AT_ONCE));
            case 10 -> tell("makes a checkpoint", machine::checkpoint);
            case 11 -> tell("stops and starts", this::restart);
            case 12 -> put();
            case 13, 14 -> drop(Integer.MAX_VALUE);
            case 15, 17, 18 -> compact();
            case 16, 22 -> tell("shortens the journal", machine::shorten);
            default -> keep(KEPT_AT_MOST);
        }
    }

    Random chance() {
        return chance;
    }

    Expected expected() {
        return expected;
    }

    /// One that it has kept once.
    TestChunk chunk(ChunkId id) {
        return Optional.ofNullable(chunks.get(id)).orElseThrow();
    }

    /// As often as there may be something to gain.
    void compact() throws StoreException, JournalException, NodeException, InterruptedException {
        for (int left = 1 + chance.nextInt(3); left > 0; left--) {
            tell("compacts", machine::compact);
        }
    }

    private void put()
            throws StoreException, JournalException, NodeException, InterruptedException {
        put("f" + chance.nextInt(NAMES), content());
    }

    /// The content of another file, which is there already.
    private void putAgain()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var contents = List.copyOf(expected.contents().values());
        put(
                "again",
                contents.isEmpty() ? content() : contents.get(chance.nextInt(contents.size())));
    }

    private byte[] content() {
        var content = new byte[1 + chance.nextInt(chance.nextInt(3) == 0 ? LONG : SHORT)];
        chance.nextBytes(content);
        return content;
    }

    void put(String name, byte[] content)
            throws StoreException, JournalException, NodeException, InterruptedException {
        change(
                "puts %d bytes as %s".formatted(content.length, name),
                Change.of(name, Optional.of(content)),
                () -> machine.put(name, content));
    }

    void remove() throws StoreException, JournalException, NodeException, InterruptedException {
        var name = any(expected.names());
        if (name.isPresent()) {
            change(
                    "removes " + name.get(),
                    Change.of(name.get(), Optional.empty()),
                    () -> machine.remove(name.get()));
        }
    }

    private void move()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var from = any(expected.names());
        if (from.isPresent()) {
            var to = "m" + chance.nextInt(NAMES);
            if (!to.equals(from.get())) {
                var content = Optional.ofNullable(expected.contents().get(from.get()));
                var both = Map.of(from.get(), Optional.<byte[]>empty(), to, content);
                change(
                        "moves " + from.get() + " to " + to,
                        new Change(both, Map.of()),
                        () -> machine.move(from.get(), to));
            }
        }
    }

    private void keep(int atMost)
            throws StoreException, JournalException, NodeException, InterruptedException {
        var some = new ArrayList<TestChunk>();
        for (int left = 1 + chance.nextInt(atMost); left > 0; left--) {
            int number = chance.nextInt(60);
            some.add(TestChunk.seeded(number, 200 + number * (number % 3 == 0 ? 500 : 20)));
        }
        some.forEach(chunk -> chunks.put(chunk.id(), chunk));
        var distinct = some.stream().map(TestChunk::id).distinct().map(chunks::get).toList();
        change(
                "keeps " + distinct.size() + " chunks",
                Change.of(distinct, true),
                () -> machine.keep(distinct));
    }

    private void drop(int atMost)
            throws StoreException, JournalException, NodeException, InterruptedException {
        var held =
                expected.held().stream()
                        .filter(id -> !expected.aside().contains(id))
                        .sorted()
                        .filter(_ -> chance.nextInt(4) > 0)
                        .limit(atMost)
                        .map(chunks::get)
                        .toList();
        if (!held.isEmpty()) {
            var ids = held.stream().map(TestChunk::id).toList();
            boolean isTold = chance.nextBoolean();
            change(
                    "drops " + ids.size() + " chunks",
                    Change.of(held, false),
                    () -> machine.drop(ids, isTold));
        }
    }

    private void restart()
            throws StoreException, JournalException, NodeException, InterruptedException {
        machine.close();
        machine = starting.start();
    }

    private <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(chance.nextInt(all.size())));
    }

    void change(String what, Change change, Deed deed)
            throws StoreException, JournalException, NodeException, InterruptedException {
        expected.begins(change);
        tell(what, deed);
        expected.done(change);
    }

    /// Something befalls it.
    void note(String what) {
        told.add(what);
    }

    void tell(String what, Deed deed)
            throws StoreException, JournalException, NodeException, InterruptedException {
        note(what);
        deed.run();
    }
}
