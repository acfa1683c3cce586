package dev.holdfast.testbed.sim;

import dev.holdfast.testbed.sim.Deed.Put;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What is done to a pool, and when: all that a seed says before anything happens.
///
/// @param names the devices that found the pool; the first one never dies
/// @param keepers those of them that are given no secret
record Plan(long seed, List<String> names, Set<String> keepers, List<Timed> deeds) {

    /// How long people and faults are at work.
    static final Duration BUSY = Duration.ofMinutes(40);

    private static final List<String> NAMES =
            List.of(
                    "ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal", "ida", "jim", "kit",
                    "lou");

    private static final List<String> GUESTS = List.of("max", "nan");

    /// All there are.
    static final List<String> PATHS =
            List.of("diary", "garden", "house", "letters", "photo", "recipe", "song", "taxes");

    private static final int PUTS_MAX = 30;
    private static final int FAULTS_MAX = 14;
    private static final int LEAVERS_MAX = 5;

    /// One of so many pools keeps the last version of each day, for so long.
    private static final int DAILY = 6;

    private static final Duration DAYS = Duration.ofMinutes(20);

    /// All but one of so many pools have keepers, and devices that leave.
    private static final int WIDER = 3;

    /// One of so many puts stores what was stored before.
    private static final int REPEATED = 3;

    /// A deed, and how long after the beginning it is done.
    record Timed(Duration at, Deed deed) {}

    Plan {
        names = List.copyOf(names);
        keepers = Set.copyOf(keepers);
        deeds = List.copyOf(deeds);
    }

    static Plan of(long seed) {
        return new Draw(seed).plan();
    }

    Plan with(List<Timed> fewer) {
        return new Plan(seed, names, keepers, fewer);
    }

    /// How long the last version of each day is kept.
    Duration daily() {
        return Math.floorMod(seed, DAILY) == DAILY - 1 ? DAYS : Duration.ZERO;
    }

    private static final class Draw {

        private final long seed;
        private final SplittableRandom random;
        private final SplittableRandom more;
        private final SplittableRandom again;
        private final List<Timed> deeds = new ArrayList<>();
        private final List<String> names;
        private int deaths;
        private int guests;

        Draw(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed ^ 0x5eed);
            more = new SplittableRandom(seed ^ 0x3d70);
            again = new SplittableRandom(seed ^ 0xa9a1);
            names = NAMES.subList(0, 3 + random.nextInt(NAMES.size() - 2));
        }

        Plan plan() {
            int edits = 6 + random.nextInt(PUTS_MAX);
            for (int i = 0; i < edits; i++) {
                deeds.add(new Timed(at(), edit(i)));
            }
            int faults = random.nextInt(FAULTS_MAX);
            for (int i = 0; i < faults; i++) {
                deeds.add(new Timed(at(), fault()));
            }
            var keepers = more.nextInt(WIDER) > 0 ? keepersAndLeavers() : Set.<String>of();
            repeat();
            deeds.sort(Comparator.comparing(Timed::at));
            return new Plan(seed, names, keepers, deeds);
        }

        /// Some store again what was stored before.
        private void repeat() {
            var contents = new ArrayList<String>();
            for (int i = 0; i < deeds.size(); i++) {
                if (deeds.get(i).deed()
                        instanceof Put(var who, var path, var content, int copies)) {
                    if (!contents.isEmpty() && again.nextInt(REPEATED) == 0) {
                        var known = contents.get(again.nextInt(contents.size()));
                        var put = new Put(who, path, known, copies);
                        deeds.set(i, new Timed(deeds.get(i).at(), put));
                    }
                    contents.add(content);
                }
            }
        }

        /// Some are keepers, though never the two owners; some leave with care, or are done
        /// without.
        private Set<String> keepersAndLeavers() {
            var others = names.subList(2, names.size());
            var keepers = others.stream().filter(_ -> more.nextInt(3) == 0).toList();
            for (int i = more.nextInt(LEAVERS_MAX); i > 0; i--) {
                var who = others.get(more.nextInt(others.size()));
                var owner = names.get(more.nextInt(2));
                var at = Duration.ofMillis(more.nextLong(BUSY.toMillis()));
                deeds.add(
                        new Timed(
                                at,
                                more.nextBoolean() && deaths++ < (names.size() - 1) / 3
                                        ? new Deed.Drain(who, owner)
                                        : new Deed.Park(who, owner)));
            }
            return Set.copyOf(keepers);
        }

        private Duration at() {
            return Duration.ofMillis(random.nextLong(BUSY.toMillis()));
        }

        private Duration lasts() {
            return Duration.ofSeconds(5 + random.nextInt(random.nextBoolean() ? 60 : 900));
        }

        private String who() {
            return names.get(random.nextInt(names.size()));
        }

        private String path() {
            return PATHS.get(random.nextInt(PATHS.size()));
        }

        private Deed edit(int number) {
            var who = who();
            return switch (random.nextInt(10)) {
                case 0 -> new Deed.Remove(who, path());
                case 1 -> new Deed.Rename(who, path(), path());
                case 2, 3 -> new Deed.Read(who, path());
                default -> {
                    var path = path();
                    var content = "%s of %s, no. %d".formatted(path, who, number);
                    yield new Put(who, path, content, 1 + random.nextInt(3));
                }
            };
        }

        private Deed fault() {
            return switch (random.nextInt(17)) {
                case 0, 1 -> new Deed.Sleep(who(), lasts());
                case 2, 3, 4 ->
                        new Deed.PowerCut(who(), 1 + random.nextInt(12), random.nextBoolean());
                case 5 -> new Deed.DiskFails(who(), 1 + random.nextInt(12));
                case 6 -> new Deed.DiskFull(who(), lasts());
                case 7 -> new Deed.LostChunk(who(), random.nextInt(100));
                case 8, 9 -> new Deed.Partition(some(), random.nextBoolean(), lasts());
                case 10 -> new Deed.Lossy(lasts());
                case 11 -> new Deed.Slow(lasts());
                case 12 -> new Deed.ClockJump(who(), jump());
                case 13 -> new Deed.Claim(who(), Pool.CAPACITY >> random.nextInt(2));
                case 14 -> guest();
                case 15 -> death();
                default -> removal();
            };
        }

        private Duration jump() {
            return Duration.ofMinutes(random.nextInt(240) - 120);
        }

        private List<String> some() {
            return names.stream().filter(_ -> random.nextBoolean()).toList();
        }

        private Deed guest() {
            return guests < GUESTS.size()
                    ? new Deed.Join(GUESTS.get(guests++), names.get(random.nextInt(2)))
                    : new Deed.Sleep(who(), lasts());
        }

        /// A device that may be lost, or nobody while too few would remain.
        private String victim() {
            return deaths++ < (names.size() - 1) / 3
                    ? names.get(1 + random.nextInt(names.size() - 1))
                    : "nobody";
        }

        private Deed death() {
            return new Deed.Death(victim());
        }

        private Deed removal() {
            return new Deed.Removal(victim(), names.getFirst());
        }
    }
}
