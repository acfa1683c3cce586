package dev.holdfast.tui.command;

/// `device`: only says which commands there are for one device.
final class OneDevice extends Group {

    OneDevice(Holdfast main) {
        super("device", "device.question");
        add(new RemoveDevice(main));
    }
}
