package dev.holdfast.gui.work;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the device and its pool stood when they were last asked.
///
/// @param devices this one first
/// @param arriving bytes a second by which the confirmed copies of a device grew since the picture
///   before, by the device's id
public record Picture(
        Status status, List<Outcome.Device> devices, Map<String, Long> arriving, long atNanos) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    public Picture {
        devices = List.copyOf(devices);
        arriving = Map.copyOf(arriving);
    }

    public static Picture first(Status status, List<Outcome.Device> devices, long atNanos) {
        return new Picture(status, devices, Map.of(), atNanos);
    }

    /// The picture that follows this one.
    public Picture next(Status status, List<Outcome.Device> devices, long atNanos) {
        var arriving = new HashMap<String, Long>();
        long nanos = Math.max(1, atNanos - this.atNanos);
        for (var device : devices.subList(Math.min(1, devices.size()), devices.size())) {
            long grown = device.usedBytes() - usedBy(device.id(), device.usedBytes());
            if (grown > 0) {
                long rate = (long) ((double) grown / nanos * NANOS_PER_SECOND);
                arriving.put(device.id(), Math.max(1, rate));
            }
        }
        return new Picture(status, devices, arriving, atNanos);
    }

    private long usedBy(String id, long otherwise) {
        return devices.stream()
                .filter(device -> device.id().equals(id))
                .mapToLong(Outcome.Device::usedBytes)
                .findFirst()
                .orElse(otherwise);
    }
}
