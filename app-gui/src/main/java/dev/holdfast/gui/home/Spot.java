package dev.holdfast.gui.home;

import static dev.holdfast.gui.words.Words.say;

import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Role;
import dev.holdfast.gui.words.Sizes;
import dev.holdfast.gui.work.Picture;

import java.util.ArrayList;
import java.util.List;

/// One device's place on the ring.
///
/// @param turn how far round the ring it sits, 0 to 1, clockwise from the top
/// @param fill how full it is, 0 to 1
/// @param arriving bytes a second of copies that reach it; 0 when none do
public record Spot(
        String id,
        String name,
        Role role,
        boolean self,
        boolean online,
        double turn,
        double fill,
        String use,
        long arriving) {

    /// On which side of its mark a device's name stands, so that it lies outside the ring.
    enum Side {
        ABOVE,
        RIGHT,
        BELOW,
        LEFT
    }

    /// The devices of a picture, evenly round the ring, this one at the top.
    static List<Spot> of(Picture picture) {
        var devices = picture.devices();
        var spots = new ArrayList<Spot>();
        for (int i = 0; i < devices.size(); i++) {
            long arriving = picture.arriving().getOrDefault(devices.get(i).id(), 0L);
            spots.add(spot(devices.get(i), i == 0, (double) i / devices.size(), arriving));
        }
        return List.copyOf(spots);
    }

    private static Spot spot(Outcome.Device device, boolean self, double turn, long arriving) {
        long capacity = device.capacityBytes();
        double fill =
                capacity <= 0 ? 0 : Math.clamp((double) device.usedBytes() / capacity, 0.0, 1.0);
        var use =
                say(
                        "device.use",
                        Sizes.text(device.usedBytes()),
                        Sizes.text(Math.max(0, capacity)));
        return new Spot(
                device.id(),
                device.name(),
                device.role(),
                self,
                device.online(),
                turn,
                fill,
                use,
                arriving);
    }

    Side side() {
        if (turn == 0) {
            return Side.ABOVE;
        }
        if (turn == 0.5) {
            return Side.BELOW;
        }
        return turn < 0.5 ? Side.RIGHT : Side.LEFT;
    }

    /// What a reader of the screen says of it.
    String spoken() {
        var here = self ? "device.this" : online ? "device.online" : "device.away";
        return name + ", " + say(here) + ", " + use;
    }
}
