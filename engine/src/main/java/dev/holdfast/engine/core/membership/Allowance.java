package dev.holdfast.engine.core.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much each device may add to the roster, which is kept whole. A value: what was taken in
/// gives another one.
///
/// Owners are not held to it, neither in what they state nor in what they pass on: what they say of
/// the pool must never wait, and who governs can put out whoever floods. What does not fit is not
/// refused, only put off: peers send it again when they are asked on another day.
public final class Allowance {

    /// What the smallest statement counts for, and each further part of a longer one. Bytes.
    static final int UNIT = 1 << 10;

    /// Units of one device that are taken in without a wait: ten years of a change a day, and more
    /// than a hundred times what devices state.
    static final int FREE = 4096;

    /// Units of one device that are taken in a day once it has more than [#FREE].
    static final int A_DAY = 64;

    private static final Duration DAY = Duration.ofDays(1);

    private final Map<DeviceId, Integer> held;
    private final Map<DeviceId, Integer> today;
    private final Instant dawn;

    private Allowance(Map<DeviceId, Integer> held, Map<DeviceId, Integer> today, Instant dawn) {
        this.held = Map.copyOf(held);
        this.today = Map.copyOf(today);
        this.dawn = dawn;
    }

    /// With what a roster holds. Its first day begins.
    public static Allowance of(Roster roster, Instant now) {
        var held = new HashMap<DeviceId, Integer>();
        roster.statements().forEach(each -> count(held, each));
        return new Allowance(held, Map.of(), now);
    }

    /// The same on the next day, when that has come.
    public Allowance at(Instant now) {
        return now.isBefore(dawn.plus(DAY)) ? this : new Allowance(held, Map.of(), now);
    }

    /// After these were taken in.
    public Allowance with(Collection<SignedStatement> taken) {
        var allHeld = new HashMap<>(held);
        var allToday = new HashMap<>(today);
        for (var each : taken) {
            count(allHeld, each);
            count(allToday, each);
        }
        return new Allowance(allHeld, allToday, dawn);
    }

    /// What of `came` is taken in now, in its order. When one of a device does not fit, none of its
    /// later ones does: they are likely to follow it.
    ///
    /// @param from who passed them on
    public List<SignedStatement> fitting(
            Roster roster, DeviceId from, Collection<SignedStatement> came) {
        var fitting = new ArrayList<SignedStatement>();
        var spent = new HashMap<DeviceId, Integer>();
        var over = new HashSet<DeviceId>();
        for (var each : came) {
            var bound = bound(roster, from, each);
            bound.ifPresent(signer -> count(spent, each));
            if (bound.filter(signer -> !fits(signer, spent)).isPresent()) {
                over.add(bound.get());
            }
            if (bound.filter(over::contains).isEmpty()) {
                fitting.add(each);
            }
        }
        return fitting;
    }

    /// The signer, when this statement is not here and counts against what that one may add.
    private static Optional<DeviceId> bound(Roster roster, DeviceId from, SignedStatement each) {
        boolean isFree = governs(roster, from) || roster.statement(each.id()).isPresent();
        return isFree ? Optional.empty() : each.signer().filter(signer -> !governs(roster, signer));
    }

    private static boolean governs(Roster roster, DeviceId device) {
        return roster.device(device)
                .filter(each -> each.isAdmitted() && each.role().mayGovern())
                .isPresent();
    }

    private boolean fits(DeviceId signer, Map<DeviceId, Integer> spent) {
        int more = spent.getOrDefault(signer, 0);
        return held.getOrDefault(signer, 0) + more <= FREE
                || today.getOrDefault(signer, 0) + more <= A_DAY;
    }

    private static void count(Map<DeviceId, Integer> units, SignedStatement statement) {
        int weight = (statement.length() + UNIT - 1) / UNIT;
        statement.signer().ifPresent(signer -> units.merge(signer, weight, Integer::sum));
    }
}
