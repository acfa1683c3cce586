package dev.holdfast.engine.store.disk;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.store.ChunkIndex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ObjLongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Where each chunk lies, in the heap: open addressing over one array of longs, five to a chunk. It
/// is filled to between 53 and 80 %, so a chunk takes 50 to 75 bytes: 1 TB of chunks of 1 MiB about
/// 60 MB.
final class ChunkTable implements ChunkIndex {

    private static final int WORDS = 5;
    private static final int PLACE = 4;
    private static final int CAPACITY_MIN = 1024;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final long salt;
    private long[] words = new long[CAPACITY_MIN * WORDS];
    private int size;
    private long bytes;

    /// `salt` is anything that outsiders cannot foresee: with it they cannot grind ids that would
    /// crowd one region of the table.
    ChunkTable(long salt) {
        this.salt = salt;
    }

    /// The place of the chunk, 0 when it is not here.
    long find(ChunkId id) {
        lock.readLock().lock();
        try {
            return words[slotOf(id.hash()) + PLACE];
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Puts the chunk at a place, instead of the one it had.
    void put(ChunkId id, long place) {
        lock.writeLock().lock();
        try {
            if (size * 5L >= words.length / WORDS * 4L) {
                grow();
            }
            int slot = slotOf(id.hash());
            if (words[slot + PLACE] == 0) {
                size++;
            } else {
                bytes -= Place.length(words[slot + PLACE]);
            }
            write(slot, id.hash(), place);
            bytes += Place.length(place);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Forgets the chunk and says whether it was here.
    boolean remove(ChunkId id) {
        lock.writeLock().lock();
        try {
            int slot = slotOf(id.hash());
            long place = words[slot + PLACE];
            if (place == 0) {
                return false;
            }
            size--;
            bytes -= Place.length(place);
            close(slot);
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Tells every chunk in a pack and its place, in no order.
    void tell(int pack, ObjLongConsumer<ChunkId> each) {
        lock.readLock().lock();
        try {
            for (int slot = 0; slot < words.length; slot += WORDS) {
                if (words[slot + PLACE] != 0 && Place.slot(words[slot + PLACE]) == pack) {
                    each.accept(new ChunkId(hashAt(slot)), words[slot + PLACE]);
                }
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The bytes that live records take in each pack, by slot.
    Map<Integer, Long> liveBytes() {
        var live = new HashMap<Integer, Long>();
        lock.readLock().lock();
        try {
            for (int slot = PLACE; slot < words.length; slot += WORDS) {
                if (words[slot] != 0) {
                    long record = (long) RecordHeader.BYTES + Place.length(words[slot]);
                    live.merge(Place.slot(words[slot]), record, Long::sum);
                }
            }
            return live;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public boolean contains(ChunkId id) {
        return find(id) != 0;
    }

    @Override
    public OptionalInt length(ChunkId id) {
        long place = find(id);
        return place == 0 ? OptionalInt.empty() : OptionalInt.of(Place.length(place));
    }

    /// Holds the first eight bytes of each id for as long as the stream is used.
    @Override
    public Stream<ChunkId> ids() {
        return LongStream.of(firstWords())
                .map(word -> word ^ Long.MIN_VALUE)
                .boxed()
                .flatMap(word -> withFirstWord(word).stream());
    }

    @Override
    public long size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public long bytes() {
        lock.readLock().lock();
        try {
            return bytes;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The distinct first words of all ids, in ring order, their sign bits flipped.
    private long[] firstWords() {
        lock.readLock().lock();
        try {
            var found = new long[size];
            int count = 0;
            for (int slot = 0; slot < words.length; slot += WORDS) {
                if (words[slot + PLACE] != 0) {
                    found[count++] = words[slot] ^ Long.MIN_VALUE;
                }
            }
            Arrays.sort(found);
            int distinct = 0;
            for (long word : found) {
                if (distinct == 0 || word != found[distinct - 1]) {
                    found[distinct++] = word;
                }
            }
            return Arrays.copyOf(found, distinct);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<ChunkId> withFirstWord(long word) {
        var found = new ArrayList<ChunkId>(1);
        lock.readLock().lock();
        try {
            for (int slot = home(word); words[slot + PLACE] != 0; slot = next(slot)) {
                if (words[slot] == word) {
                    found.add(new ChunkId(hashAt(slot)));
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        found.sort(null);
        return found;
    }

    /// The slot of the id, or the empty one where it would go.
    private int slotOf(Hash id) {
        int slot = home(id.w0());
        while (words[slot + PLACE] != 0 && !isAt(slot, id)) {
            slot = next(slot);
        }
        return slot;
    }

    private int home(long firstWord) {
        long mixed = (firstWord ^ salt) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return (int) Math.unsignedMultiplyHigh(mixed, words.length / WORDS) * WORDS;
    }

    private int next(int slot) {
        return slot + WORDS == words.length ? 0 : slot + WORDS;
    }

    private boolean isAt(int slot, Hash id) {
        return words[slot] == id.w0()
                && words[slot + 1] == id.w1()
                && words[slot + 2] == id.w2()
                && words[slot + 3] == id.w3();
    }

    private Hash hashAt(int slot) {
        return new Hash(words[slot], words[slot + 1], words[slot + 2], words[slot + 3]);
    }

    private void write(int slot, Hash id, long place) {
        words[slot] = id.w0();
        words[slot + 1] = id.w1();
        words[slot + 2] = id.w2();
        words[slot + 3] = id.w3();
        words[slot + PLACE] = place;
    }

    /// Moves later entries of the run into the gap, so that every entry can be reached from its
    /// home.
    private void close(int gap) {
        int capacity = words.length / WORDS;
        for (int slot = next(gap); words[slot + PLACE] != 0; slot = next(slot)) {
            int reach = Math.floorMod((slot - home(words[slot])) / WORDS, capacity);
            int toGap = Math.floorMod((slot - gap) / WORDS, capacity);
            if (reach >= toGap) {
                System.arraycopy(words, slot, words, gap, WORDS);
                gap = slot;
            }
        }
        words[gap + PLACE] = 0;
    }

    private void grow() {
        var old = words;
        int capacity = Math.addExact(old.length / WORDS, old.length / WORDS / 2);
        words = new long[Math.multiplyExact(capacity, WORDS)];
        for (int slot = 0; slot < old.length; slot += WORDS) {
            if (old[slot + PLACE] != 0) {
                int to = home(old[slot]);
                while (words[to + PLACE] != 0) {
                    to = next(to);
                }
                System.arraycopy(old, slot, words, to, WORDS);
            }
        }
    }
}
