package dev.holdfast.engine.disk.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Decides what a power cut takes. A disk may write what was not forced in any order or not at all,
/// so each thing is asked for by itself, and any answers are possible together.
@FunctionalInterface
public interface Loss {

    /// A thing that was changed since it was last durable.
    ///
    /// @param disk the name of the disk
    /// @param file the name of the file
    /// @param sector which 512 bytes of the file, or [#NAME] or [#LENGTH]
    record Thing(String disk, String file, int sector) {

        /// Whether the file is there at all.
        public static final int NAME = -1;

        /// Whether the file is as long as it was made, or ends behind the last sector found.
        public static final int LENGTH = -2;

        /// Bytes that a disk writes whole or not at all.
        public static final int SECTOR_BYTES = 512;

        @Override
        public String toString() {
            return switch (sector) {
                case NAME -> "the name " + disk + "/" + file;
                case LENGTH -> "the length of " + disk + "/" + file;
                default -> disk + "/" + file + " at " + (long) sector * SECTOR_BYTES;
            };
        }
    }

    /// All of it is found: only the process was killed.
    Loss NOTHING = (_, states) -> states - 1;

    /// Only what is durable is found.
    Loss EVERYTHING = (_, _) -> 0;

    /// Which of the states that the thing has had is found.
    ///
    /// @param states how many there were, at least 2
    /// @return from 0, the durable one, to `states - 1`, the latest
    int found(Thing thing, int states);

    /// Any loss, the same for the same numbers. Each file has its own fate: all of it, none of it,
    /// its beginning, its end, or any of its sectors.
    static Loss by(RandomGenerator chance) {
        Map<String, Loss> fates = new HashMap<>();
        return (thing, states) ->
                thing.sector() == Thing.NAME
                        ? chance.nextInt(states)
                        : fates.computeIfAbsent(
                                        thing.disk() + "/" + thing.file(), _ -> fate(chance))
                                .found(thing, states);
    }

    private static Loss fate(RandomGenerator chance) {
        int from = chance.nextInt(64);
        return switch (chance.nextInt(5)) {
            case 0 -> NOTHING;
            case 1 -> EVERYTHING;
            case 2 -> new Edge(from, true);
            case 3 -> new Edge(from, false);
            default -> (_, states) -> chance.nextInt(states);
        };
    }

    /// Of the sectors after the first that is asked for, those up to or from a place are found.
    final class Edge implements Loss {
        private final int sectors;
        private final boolean isBeginning;
        private int asked;

        /// Finds the first `sectors`, or all but those.
        public Edge(int sectors, boolean isBeginning) {
            this.sectors = sectors;
            this.isBeginning = isBeginning;
        }

        @Override
        public int found(Thing thing, int states) {
            return asked++ < sectors == isBeginning ? states - 1 : 0;
        }
    }
}
