package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Role;

/// The two sides of a run, as the handshake of its connection proved them: a device id is the hash
/// of the key in the certificate. Each side is named by itself, by the other, and by the role that
/// is given, so that no run on one connection is of any use on another.
public record Parties(DeviceId inviter, DeviceId guest) {

    private static final String VERSION = "holdfast pairing 1";

    String guestName() {
        return "%s: guest %s of %s".formatted(VERSION, guest, inviter);
    }

    String inviterName(Role role) {
        return "%s: inviter %s of %s as %s".formatted(VERSION, inviter, guest, role);
    }
}
