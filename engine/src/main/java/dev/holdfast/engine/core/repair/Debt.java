package dev.holdfast.engine.core.repair;

import dev.holdfast.engine.core.membership.DeviceId;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The copies owed for one chunk, and where they are on their way to.
final class Debt {

    private final List<DeviceId> queued = new ArrayList<>(2);
    private final List<DeviceId> flying = new ArrayList<>(2);
    private HeldChunk chunk;
    private boolean own;
    private boolean hasGained;

    /// `own` says that this device wrote the chunk and pays at once.
    Debt(HeldChunk chunk, boolean own) {
        this.chunk = chunk;
        this.own = own;
    }

    HeldChunk chunk() {
        return chunk;
    }

    boolean isOwn() {
        return own;
    }

    /// Takes in what is known of the same chunk from elsewhere.
    void merge(HeldChunk more, boolean isOwn) {
        var holders = Stream.concat(chunk.holders().stream(), more.holders().stream()).toList();
        int factor = Math.max(chunk.factor(), more.factor());
        chunk = new HeldChunk(chunk.id(), chunk.length(), factor, holders);
        own |= isOwn;
    }

    /// How many copies are queued or on their way.
    int underway() {
        return queued.size() + flying.size();
    }

    boolean isUnderwayTo(DeviceId device) {
        return queued.contains(device) || flying.contains(device);
    }

    void queue(DeviceId device) {
        queued.add(device);
    }

    void unqueueAll() {
        queued.clear();
    }

    void unqueue(DeviceId device) {
        queued.remove(device);
    }

    /// Takes off; false when it is not queued for this device any more.
    boolean takeOff(DeviceId device) {
        return queued.remove(device) && flying.add(device);
    }

    void landed(DeviceId device, boolean isStored) {
        flying.remove(device);
        if (isStored) {
            chunk = chunk.with(device);
            hasGained = true;
        }
    }

    void left(DeviceId device) {
        chunk = chunk.without(device);
    }

    /// Whether a device came to hold the chunk, so that the other holders should hear of it.
    boolean hasGained() {
        return hasGained;
    }
}
