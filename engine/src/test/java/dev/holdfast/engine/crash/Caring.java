package dev.holdfast.engine.crash;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.crash.Expected.Change;
import dev.holdfast.engine.node.Caretaker;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.TestChunk;
import dev.holdfast.engine.wal.JournalException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What befalls a device besides what it does by itself: its disk damages records, which are found,
/// put aside and mended, and it deletes what nobody needs any more.
final class Caring {

    /// Where a bit is flipped, from the beginning of the sealed bytes on: in them, or in what
    /// stands beside them.
    private static final int IN_BYTES = 100;

    private static final int BESIDE = -60;
    private static final int COMPACTIONS_MAX = 8;

    private final Life life;
    private final Expected expected;
    private final PackBytes packs;
    private final Set<Slip> slips;
    private final List<byte[]> removed = new ArrayList<>();
    private int days;

    Caring(Life life, PackBytes packs, Set<Slip> slips) {
        this.life = life;
        this.packs = packs;
        this.slips = slips;
        expected = life.expected();
    }

    void step() throws StoreException, JournalException, NodeException, InterruptedException {
        switch (life.chance().nextInt(17)) {
            case 0, 1, 2 -> spoil();
            case 3, 4 -> mend();
            case 5 -> offer();
            case 6 -> believe();
            case 7, 8, 9 -> remove();
            case 10, 11, 12 -> collect();
            case 13 -> life.compact();
            default -> life.step();
        }
    }

    /// Damage is found as soon as it is there, but for what the store has just read and remembers:
    /// that is as if it had not happened yet.
    private void spoil() {
        var sound = new ArrayList<>(expected.held());
        sound.removeAll(expected.aside());
        sound.sort(null);
        if (sound.isEmpty()) {
            return;
        }
        var chunk = life.chunk(sound.get(life.chance().nextInt(sound.size())));
        boolean isBeside = life.chance().nextBoolean();
        life.note("damages a record" + (isBeside ? " beside its bytes" : ""));
        var left = chunk.sealed().clone();
        if (!isBeside) {
            left[IN_BYTES] ^= 1;
        }
        expected.spoilt(chunk, left);
        int from = isBeside ? BESIDE : IN_BYTES;
        packs.spoil(chunk.sealed(), from);
        if (life.machine().caretaker().found(List.of(chunk.id())) == 0) {
            life.note("and the damage is not seen");
            packs.spoil(left, from);
            expected.mended(chunk.id());
        }
    }

    private Optional<ChunkId> anyAside() {
        return expected.aside().stream().sorted().findFirst();
    }

    /// Another device gives a sound copy, if one is needed.
    private void mend()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var id = anyAside();
        if (id.isPresent()) {
            var chunk = life.chunk(id.get());
            life.tell(
                    "mends a record",
                    () -> {
                        if (slips.contains(Slip.FORGETS_BEFORE_MENDING)) {
                            life.machine().caretaker().forget(chunk.id());
                            life.machine().keep(List.of(chunk));
                        }
                        life.machine().caretaker().mend(chunk.id(), giving(chunk));
                    });
            expected.mended(chunk.id());
        }
    }

    private static Caretaker.Giver giving(TestChunk chunk) {
        return (_, into) -> {
            into.put(chunk.sealed());
            return true;
        };
    }

    /// A device offers it anew.
    private void offer()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var id = anyAside();
        if (id.isPresent()) {
            var chunk = life.chunk(id.get());
            life.tell("is offered a damaged chunk", () -> life.machine().keep(List.of(chunk)));
            expected.mended(chunk.id());
        }
    }

    /// Another device says that it holds what is damaged here, and gives nothing.
    private void believe()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var ids = List.copyOf(expected.aside());
        if (slips.contains(Slip.BELIEVES_ANYBODY)) {
            life.tell("believes", () -> life.machine().desk().believe(ids));
        }
        life.tell("hears that others hold it", () -> life.machine().amend(ids, _ -> {}));
    }

    private void remove()
            throws StoreException, JournalException, NodeException, InterruptedException {
        var before = expected.contents();
        life.remove();
        before.keySet().removeAll(expected.names());
        removed.addAll(before.values());
    }

    /// Notes on one day how far it is, and deletes on the next. Meanwhile somebody may store again
    /// what is just going.
    private void collect()
            throws StoreException, JournalException, NodeException, InterruptedException {
        boolean isWanted = life.chance().nextInt(3) == 0;
        life.change(
                "collects",
                new Change(Map.of(), Map.of()),
                () -> {
                    days += 2;
                    var late = new ArrayList<ChunkId>();
                    for (int day = 0; day <= 1; day++) {
                        life.machine().collect(days + day, ids -> hear(ids, late, isWanted));
                    }
                    expected.hear(late);
                });
    }

    private void hear(List<ChunkId> ids, List<ChunkId> late, boolean isWanted) {
        if (slips.contains(Slip.WORD_COMES_LATE)) {
            late.addAll(ids);
        } else {
            expected.hear(ids);
        }
        if (isWanted && !removed.isEmpty()) {
            try {
                life.put("back", removed.getLast());
            } catch (StoreException | JournalException | NodeException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Whether a device that came back keeps what is damaged while it empties packs, and can mend
    /// it.
    ///
    /// @return the promises that are broken
    static List<String> afterwards(Machine machine, Expected expected, PackBytes packs)
            throws StoreException, JournalException, NodeException, InterruptedException {
        var aside = expected.spoilt();
        if (aside.isEmpty()) {
            return List.of();
        }
        var others = new ArrayList<>(expected.settled());
        others.removeIf(id -> aside.containsKey(id) || !machine.booked().contains(id));
        machine.drop(others, true);
        for (int left = COMPACTIONS_MAX; left > 0 && machine.compact() > 0; left--) {}
        var broken = new ArrayList<String>();
        for (var each : aside.entrySet()) {
            var id = each.getKey();
            boolean isSound = isSound(machine, each.getValue().chunk());
            if (!isSound && !packs.have(each.getValue().left())) {
                broken.add("chunk " + id + " was damaged, and emptying packs took its bytes");
            } else if (!isSound && !isMended(machine, each.getValue())) {
                broken.add("chunk " + id + " was damaged, and cannot be mended");
            }
        }
        return broken;
    }

    private static boolean isMended(Machine machine, Expected.Spoilt spoilt)
            throws StoreException, InterruptedException {
        var chunk = spoilt.chunk();
        try {
            machine.caretaker()
                    .mend(chunk.id(), spoilt.isBeside() ? (_, _) -> false : giving(chunk));
            return isSound(machine, chunk);
        } catch (NodeException e) {
            return false;
        }
    }

    private static boolean isSound(Machine machine, TestChunk chunk) {
        var into = ByteBuffer.allocate(chunk.sealed().length);
        try {
            return machine.store().read(chunk.id(), into)
                    && Arrays.equals(into.array(), chunk.sealed());
        } catch (StoreException e) {
            return false;
        }
    }
}
