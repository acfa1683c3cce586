package dev.holdfast.tui.command;

/// `volume`: only says which commands there are for volumes.
final class Volumes extends Group {

    Volumes(Holdfast main) {
        super("volume", "volume.question");
        add(new ListVolumes(main));
        add(new CreateVolume(main));
        add(new SetVolume(main));
        add(new RemoveVolume(main));
    }
}
