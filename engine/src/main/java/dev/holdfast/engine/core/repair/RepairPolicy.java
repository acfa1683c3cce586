package dev.holdfast.engine.core.repair;

import java.time.Duration;

/// How long to wait before paying for a copy, and how fast to pay.
///
/// @param repairAfter how long a device is silent before its copies count no more
/// @param urgentAfter the same for a chunk with fewer than two live copies
/// @param takeOverAfter how long the next holder waits for the one before it to pay
/// @param bytesPerSecond the most that repair sends; what this device wrote itself is not held
///   back. At 0 nothing else is sent unless a person asks for it
public record RepairPolicy(
        Duration repairAfter, Duration urgentAfter, Duration takeOverAfter, long bytesPerSecond) {

    public static final RepairPolicy DEFAULT =
            new RepairPolicy(
                    Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofSeconds(30), 64 << 20);

    public RepairPolicy {
        if (repairAfter.isNegative() || urgentAfter.isNegative() || takeOverAfter.isNegative()) {
            throw new IllegalArgumentException("a wait of less than nothing");
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(bytesPerSecond + " bytes a second");
        }
    }

    /// Whether nothing is sent that nobody asked for.
    boolean isOnlyAsked() {
        return bytesPerSecond == 0;
    }

    Duration urgentPatience() {
        return urgentAfter.compareTo(repairAfter) < 0 ? urgentAfter : repairAfter;
    }
}
