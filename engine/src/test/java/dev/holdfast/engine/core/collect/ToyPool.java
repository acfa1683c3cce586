package dev.holdfast.engine.core.collect;

import static dev.holdfast.engine.core.collect.ToyState.AGREED;
import static dev.holdfast.engine.core.collect.ToyState.COUNTED;
import static dev.holdfast.engine.core.collect.ToyState.HEARD;
import static dev.holdfast.engine.core.collect.ToyState.HOLDS;
import static dev.holdfast.engine.core.collect.ToyState.LEAVING;
import static dev.holdfast.engine.core.collect.ToyState.OPEN;
import static dev.holdfast.engine.core.collect.ToyState.STAMPS;
import static dev.holdfast.engine.core.collect.ToyState.among;
import static dev.holdfast.engine.core.collect.ToyState.claim;
import static dev.holdfast.engine.core.collect.ToyState.isOut;
import static dev.holdfast.engine.core.collect.ToyState.stamp;
import static dev.holdfast.engine.core.collect.ToyState.use;
import static dev.holdfast.engine.core.collect.ToyState.used;

import dev.holdfast.engine.core.collect.ToyView.Deed;
import dev.holdfast.engine.core.collect.ToyView.Fault;
import dev.holdfast.engine.core.collect.ToyView.Out;
import dev.holdfast.engine.core.collect.ToyView.Said;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A pool of a few devices, one volume and one chunk: every state it can come to, and every step
/// from each. A state is a row of numbers, so that millions fit in memory.
///
/// Each device holds the batches of every writer up to some point, and the chunk or not, with the
/// latest claim of each writer as its stamps; it counts the copies of others; as a writer it has
/// claims that are open and chunks stored under them. It may have told others that its copy goes. A
/// keeper has all that but a look at names: whether one needs the chunk it must be told.
final class ToyPool {

    /// Hears of a step.
    interface Steps {
        void step(Supplier<String> what, int[] then);
    }

    private final ToyBounds bounds;
    private final Fault fault;
    private final int[] paths;
    private final int[] writers;
    private final int[] devices;
    private final ToyState at;
    private final int width;
    private final ToyChains chains = new ToyChains();
    private final Map<Known, ToyView> views = new HashMap<>();

    /// What follows from what each device holds, in the state from which steps are told.
    private final ToyView[] seen;

    private record Known(int self, Out out, long ends) {}

    ToyPool(ToyBounds bounds, Fault fault) {
        this.bounds = bounds;
        this.fault = fault;
        paths = IntStream.range(0, bounds.paths()).toArray();
        writers = IntStream.range(0, bounds.writers()).toArray();
        devices = IntStream.range(0, bounds.devices()).toArray();
        at = ToyState.of(bounds);
        width = at.width();
        seen = new ToyView[bounds.devices()];
    }

    int[] start() {
        return at.start(devices.length);
    }

    private ToyView view(int[] state, int device) {
        long key = 0;
        for (int writer = 0; writer < bounds.writers(); writer++) {
            key = (key << ToyChains.BITS) | state[device * width + writer];
        }
        boolean isHeard = state[device * width] == state[0];
        return view(device, isOut(state) ? (isHeard ? Out.HEARD : Out.BEHIND) : Out.IN, key);
    }

    /// Who looks makes no difference but for one that waits for itself alone.
    private ToyView view(int looking, Out out, long ends) {
        int self = fault == Fault.WAITS_FOR_NOBODY ? looking : 0;
        return views.computeIfAbsent(new Known(self, out, ends), this::view);
    }

    private ToyView view(Known known) {
        var said = new ArrayList<Said>();
        for (int writer = bounds.writers() - 1; writer >= 0; writer--) {
            said.addAll(chains.upTo(known.ends, writer));
        }
        return new ToyView(said, bounds, known.self, known.out, fault);
    }

    /// What is wrong with a state.
    Optional<String> wrong(int[] state) {
        long ends = 0;
        boolean isHeld = false;
        for (int device = 0; device < bounds.devices(); device++) {
            if (device < bounds.writers()) {
                ends = (ends << ToyChains.BITS) | state[device * width + device];
            }
            isHeld |= at.get(state, device, HOLDS) > 0;
            for (int other = 0; other < bounds.devices(); other++) {
                boolean counts = ((at.get(state, device, COUNTED) >> other) & 1) > 0;
                if (counts && at.get(state, other, HOLDS) == 0) {
                    return Optional.of(device + " counts a copy on " + other + " that is gone");
                }
            }
        }
        return !isHeld && view(bounds.devices(), isOut(state) ? Out.HEARD : Out.IN, ends).isWanted()
                ? Optional.of("the chunk is lost and a name needs it")
                : Optional.empty();
    }

    void each(int[] state, Steps steps) {
        int first = isOut(state) ? 1 : 0;
        for (int device = first; device < bounds.devices(); device++) {
            seen[device] = view(state, device);
        }
        for (int device = first; device < bounds.devices(); device++) {
            if (device < bounds.writers()) {
                puts(state, device, steps);
                names(state, device, steps);
            }
            crashes(state, device, steps);
            deliveries(state, device, steps);
            for (int other = first; other < bounds.devices(); other++) {
                if (other != device && at.get(state, device, HOLDS) > 0) {
                    give(state, device, other, steps);
                }
            }
            leaving(state, device, steps);
        }
        putsOut(state, steps);
    }

    /// The first device is put out of the pool, when somebody has heard all that it said and its
    /// copy is not the last.
    private void putsOut(int[] state, Steps steps) {
        boolean isHeard = false;
        boolean isElsewhere = false;
        for (int device = 1; device < bounds.devices(); device++) {
            isHeard |= state[device * width] == state[0];
            isElsewhere |= at.get(state, device, HOLDS) > 0;
        }
        if (isHeard && isElsewhere && used(state, ToyState.REMOVALS) < bounds.removals()) {
            var then = state.clone();
            use(then, ToyState.REMOVALS);
            Arrays.fill(then, 1, width, 0); // what it knew, had and did matters no more
            forget(then, 0);
            steps.step(() -> "0 is put out", then);
        }
    }

    private void puts(int[] state, int device, Steps steps) {
        int last = at.get(state, device, ToyState.LAST);
        int open = at.get(state, device, OPEN);
        if (last < bounds.claims().get(device)) {
            var then = state.clone();
            at.set(then, device, ToyState.LAST, last + 1);
            at.set(then, device, OPEN, open | (1 << (last + 1)));
            steps.step(() -> device + " opens claim " + (last + 1), then);
        }
        for (int claim = 1; claim <= last; claim++) {
            if (((open >> claim) & 1) > 0) {
                put(state, device, claim, steps);
            }
        }
    }

    /// What it was about to delete, or had asked, it knows no more; puts go on, or never do.
    private void crashes(int[] state, int device, Steps steps) {
        boolean isOpen = at.get(state, device, OPEN) > 0;
        boolean isAsking = at.get(state, device, LEAVING) + at.get(state, device, AGREED) > 0;
        if (isOpen && used(state, ToyState.CRASHES) < bounds.crashes()) {
            var then = state.clone();
            use(then, ToyState.CRASHES);
            stay(then, device);
            at.set(then, device, OPEN, 0);
            at.set(then, device, ToyState.STORED, 0);
            steps.step(() -> device + " crashes and starts again", then);
        }
        if ((isOpen || isAsking) && used(state, ToyState.RESUMES) < bounds.resumes()) {
            var then = state.clone();
            use(then, ToyState.RESUMES);
            stay(then, device);
            steps.step(() -> device + " crashes and goes on", then);
        }
    }

    private void stay(int[] state, int device) {
        at.set(state, device, LEAVING, 0);
        at.set(state, device, HEARD, 0);
        at.set(state, device, AGREED, 0);
    }

    private void put(int[] state, int device, int claim, Steps steps) {
        int stored = at.get(state, device, ToyState.STORED);
        if (((stored >> claim) & 1) == 0) {
            var then = state.clone();
            at.set(then, device, ToyState.STORED, stored | (1 << claim));
            take(then, device, stamp(device, claim));
            steps.step(() -> device + " stores under claim " + claim, then);
        } else {
            for (int path : paths) {
                if (!seen[device].stands(path)) {
                    write(state, device, Deed.NAMES.get(path), steps);
                }
            }
        }
        var then = state.clone();
        at.set(then, device, OPEN, at.get(state, device, OPEN) & ~(1 << claim));
        at.set(then, device, ToyState.STORED, stored & ~(1 << claim));
        steps.step(() -> device + " closes claim " + claim, then);
    }

    private int open(int[] state, int device) {
        int open = at.get(state, device, OPEN);
        if (fault == Fault.FORGETS_EARLIER_PUTS && open > 0) {
            return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(open);
        }
        return open > 0
                ? Integer.numberOfTrailingZeros(open)
                : at.get(state, device, ToyState.LAST) + 1;
    }

    private void write(int[] state, int device, Deed deed, Steps steps) {
        int mine = device * width + device;
        if (chains.length(state[mine]) < bounds.batches().get(device)) {
            int open = open(state, device);
            int number = seen[device].number(chains, state[mine], device, open, deed);
            if (number != ToyView.NOTHING) {
                var then = state.clone();
                then[mine] = number;
                steps.step(() -> device + deed.told(), then);
            }
        }
    }

    private void names(int[] state, int device, Steps steps) {
        var view = seen[device];
        boolean isEmpty = true;
        for (int path : paths) {
            if (view.stands(path)) {
                isEmpty = false;
                write(state, device, Deed.DELETES.get(path), steps);
                if (bounds.paths() > 1 && !view.stands(1 - path)) {
                    write(state, device, Deed.COPIES.get(path), steps);
                }
            }
        }
        if (isEmpty && view.comesBack(fault)) {
            for (int path : paths) {
                write(state, device, Deed.BRINGS_BACK.get(path), steps);
            }
        }
        if (view.hasPast()) {
            write(state, device, Deed.TRIMS, steps);
        }
        write(state, device, Deed.SAYS, steps);
    }

    private void deliveries(int[] state, int device, Steps steps) {
        for (int writer : writers) {
            int has = state[device * width + writer];
            int next = chains.next(has, state[writer * width + writer]);
            if (next != has) {
                var then = state.clone();
                then[device * width + writer] = next;
                steps.step(() -> device + " hears a batch of " + writer, then);
            }
        }
    }

    /// A device takes a chunk, or says that it has it.
    private void take(int[] state, int device, int stamps) {
        int before = at.get(state, device, STAMPS);
        boolean isAsBefore = at.both(stamps, before) == before;
        boolean isLeaving = at.get(state, device, LEAVING) > 0;
        at.set(state, device, HOLDS, 1);
        at.set(state, device, STAMPS, at.both(stamps, before));
        if (!isAsBefore || (isLeaving && fault != Fault.IS_NOT_REVIVED)) {
            stay(state, device);
        }
    }

    private int handed(int stamps) {
        int first = Integer.numberOfTrailingZeros(stamps) / 2;
        return fault == Fault.FORGETS_STAMPS ? stamp(first, claim(stamps, first)) : stamps;
    }

    private void give(int[] state, int device, int other, Steps steps) {
        int counted = at.get(state, device, COUNTED);
        int stamps = at.get(state, device, STAMPS);
        var then = state.clone();
        take(then, other, handed(stamps));
        at.set(then, device, COUNTED, counted | (1 << other));
        if (((counted >> other) & 1) == 0) {
            steps.step(() -> device + " gives the chunk to " + other, then);
        }
        if (used(state, ToyState.PARTINGS) < bounds.partings()
                && at.get(state, device, LEAVING) == 0) {
            var parted = then.clone();
            use(parted, ToyState.PARTINGS);
            drop(parted, device);
            forget(parted, device);
            steps.step(() -> device + " parts from the chunk, which " + other + " keeps", parted);
        }
    }

    /// Nobody counts a device's copy any more.
    private void forget(int[] state, int device) {
        for (int each : devices) {
            at.set(state, each, COUNTED, at.get(state, each, COUNTED) & ~(1 << device));
        }
    }

    private void drop(int[] state, int device) {
        at.set(state, device, HOLDS, 0);
        at.set(state, device, STAMPS, 0);
        stay(state, device);
    }

    /// Whether the puts are over for which a device has the chunk. Everybody sees that.
    private boolean areOver(int[] state, int device) {
        var view = seen[device];
        int stamps = at.get(state, device, STAMPS);
        boolean areOver = at.get(state, device, HOLDS) > 0;
        for (int w = 0; w < bounds.writers() && fault != Fault.IGNORES_OPEN; w++) {
            areOver &= claim(stamps, w) == 0 || view.isOver(w, claim(stamps, w));
        }
        return areOver;
    }

    private boolean isDead(int[] state, int device) {
        if (device < bounds.readers()) {
            return areOver(state, device) && !seen[device].isNeeded();
        }
        int all = among(state, bounds.readers());
        boolean areAgreed =
                (at.get(state, device, AGREED) & all) == all || fault == Fault.KEEPER_ASKS_NOBODY;
        return areAgreed && areOver(state, device);
    }

    /// A keeper asks those who read names, one after the other.
    private void asks(int[] state, int device, Steps steps) {
        int agreed = at.get(state, device, AGREED);
        for (int reader = isOut(state) ? 1 : 0; reader < bounds.readers(); reader++) {
            boolean isAsked = (agreed & (1 << reader)) == 0;
            if (isAsked && hasHeard(state, reader, device) && !seen[reader].isNeeded()) {
                int asked = reader;
                var then = state.clone();
                at.set(then, device, AGREED, agreed | (1 << reader));
                steps.step(() -> asked + " tells " + device + " that it needs nothing", then);
            }
        }
    }

    private boolean hasHeard(int[] state, int reader, int keeper) {
        boolean hasHeard = true;
        for (int writer : writers) {
            int told = state[keeper * width + writer];
            hasHeard &= chains.isWithin(told, state[reader * width + writer]);
        }
        return hasHeard || fault == Fault.KEEPER_BELIEVES_WHO_IS_BEHIND;
    }

    private void leaving(int[] state, int device, Steps steps) {
        int heard = at.get(state, device, HEARD);
        boolean isLeaving = at.get(state, device, LEAVING) > 0;
        int others = among(state, bounds.devices()) & ~(1 << device);
        boolean mayGo = (heard & others) == others || fault == Fault.TELLS_NOBODY;
        if (device >= bounds.readers() && areOver(state, device) && (!isLeaving || mayGo)) {
            asks(state, device, steps);
        }
        if (!isLeaving && isDead(state, device)) {
            var then = state.clone();
            stay(then, device);
            at.set(then, device, LEAVING, 1);
            steps.step(() -> device + " condemns the chunk", then);
        }
        for (int other : devices) {
            if (isLeaving && (others & ~heard & (1 << other)) != 0) {
                var then = state.clone();
                at.set(then, device, HEARD, heard | (1 << other));
                at.set(then, other, COUNTED, at.get(then, other, COUNTED) & ~(1 << device));
                steps.step(() -> other + " counts the copy of " + device + " no more", then);
            }
        }
        if (isLeaving && mayGo && isDead(state, device)) {
            var then = state.clone();
            drop(then, device);
            steps.step(() -> device + " deletes the chunk", then);
        }
    }
}
