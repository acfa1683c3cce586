package dev.holdfast.tui.command;

/// `device`: only says which commands there are for one device.
final class OneDevice extends Group {

    OneDevice(Holdfast main) {
        super("device", "device.question");
        add(new ShowDevice(main));
        add(new RenameDevice(main));
        add(new PlaceDevice(main));
        add(new ResizeDevice(main));
        add(new DrainDevice(main));
        add(new ParkDevice(main));
        add(new AdoptDevice(main));
        add(new RemoveDevice(main));
    }
}
