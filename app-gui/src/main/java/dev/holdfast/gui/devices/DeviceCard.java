package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.words.Times;
import dev.holdfast.gui.work.Picture;

import java.util.List;
import java.util.Locale;

/// What the Devices screen says of one device: who it is, where it is, and since when.
///
/// @param fill how full it is, 0 to 1
/// @param removable whether this device may put it out of the pool
public record DeviceCard(
        String id,
        String name,
        String role,
        boolean self,
        boolean online,
        String state,
        String use,
        double fill,
        boolean removable) {

    /// The devices of a picture, this one first.
    static List<DeviceCard> of(Picture picture) {
        boolean owner = picture.status().device().role() == Role.OWNER;
        var self = picture.status().device().id();
        return picture.devices().stream()
                .map(device -> of(device, device.id().equals(self), owner))
                .toList();
    }

    private static DeviceCard of(Outcome.Device device, boolean self, boolean owner) {
        long capacity = Math.max(0, device.capacityBytes());
        return new DeviceCard(
                device.id(),
                device.name(),
                say("role." + device.role().name().toLowerCase(Locale.ROOT)),
                self,
                device.online(),
                state(device, self),
                say("device.use", Sizes.text(device.usedBytes()), Sizes.text(capacity)),
                capacity == 0 ? 0 : Math.clamp((double) device.usedBytes() / capacity, 0.0, 1.0),
                owner && !self);
    }

    private static String state(Outcome.Device device, boolean self) {
        if (device.duty() == Outcome.Duty.QUARANTINED) {
            return say("device.quarantined");
        }
        var words =
                self
                        ? say("device.this")
                        : device.online()
                                ? say("device.online")
                                : device.lastSeen()
                                        .map(seen -> say("device.since", Times.text(seen)))
                                        .orElse(say("device.away"));
        return words + device.address().map(at -> "  ·  " + at).orElse("");
    }

    /// What a reader of the screen says of it.
    String spoken() {
        return name + ", " + role + ", " + state + ", " + use;
    }
}
