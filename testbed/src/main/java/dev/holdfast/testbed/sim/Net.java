package dev.holdfast.testbed.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What lies between the devices, and which of its ways are shut.
final class Net {

    private static final Duration DELAY_MAX = Duration.ofMillis(400);
    private static final Duration SLOW_MAX = Duration.ofSeconds(6);
    private static final int LOST_ONE_IN = 40;

    private final Timeline timeline;
    private final List<Way> cut = new ArrayList<>();
    private int lossy;
    private int slow;

    /// From one device to another, and not back.
    record Way(Machine from, Machine to) {}

    Net(Timeline timeline) {
        this.timeline = timeline;
    }

    void cut(Way way) {
        cut.add(way);
    }

    void mend(Way way) {
        cut.remove(way);
    }

    void mendAll() {
        cut.clear();
        lossy = 0;
        slow = 0;
    }

    /// From now on connections break once in a while; to be taken back as often as said.
    void lossy(boolean more) {
        lossy = Math.max(0, lossy + (more ? 1 : -1));
    }

    void slow(boolean more) {
        slow = Math.max(0, slow + (more ? 1 : -1));
    }

    boolean isCut(Machine from, Machine to) {
        return cut.contains(new Way(from, to));
    }

    boolean isLost() {
        return lossy > 0 && timeline.onceIn(LOST_ONE_IN);
    }

    Duration delay() {
        return timeline.delayUpTo(slow > 0 ? SLOW_MAX : DELAY_MAX);
    }
}
