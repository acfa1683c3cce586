package dev.holdfast.engine.core.liveness;

import dev.holdfast.engine.core.membership.DeviceId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rumours on their way: each is told as often as it takes to reach a pool of this size, the least
/// told first, and then forgotten.
final class Grapevine {

    /// Rumours kept to be told; the oldest gives way.
    static final int KEPT_MAX = 64;

    /// A rumour is told this often for each tenfold of devices.
    private static final int TELLINGS = 4;

    private record Topic(DeviceId about, DeviceId by) {}

    private static final class Told {
        final Rumour rumour;
        int times;

        Told(Rumour rumour) {
            this.rumour = rumour;
        }
    }

    private final Map<Topic, Told> kept = new LinkedHashMap<>();

    /// A later word on the same takes the place of an earlier one.
    void add(Rumour rumour) {
        var topic = new Topic(rumour.about(), rumour.by());
        kept.remove(topic);
        kept.put(topic, new Told(rumour));
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /// What to tell a device now; it is counted as told.
    ///
    /// @param devices in the pool
    List<Rumour> tell(DeviceId to, int devices) {
        int often = TELLINGS * (int) StrictMath.ceil(StrictMath.log10(devices + 1.0));
        var tidings = new ArrayList<Rumour>();
        kept.values().stream()
                .filter(told -> !told.rumour.by().equals(to))
                .sorted((a, b) -> Integer.compare(a.times, b.times))
                .limit(Rumour.TOLD_MAX)
                .forEach(
                        told -> {
                            told.times++;
                            tidings.add(told.rumour);
                        });
        kept.values().removeIf(told -> told.times >= often);
        return tidings;
    }
}
