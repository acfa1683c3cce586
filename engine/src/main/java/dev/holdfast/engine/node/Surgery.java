package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Finding.Left;
import dev.holdfast.engine.api.Finding.Mended;
import dev.holdfast.engine.api.Finding.Treatment;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.store.disk.DiskChunkStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Mends what an examination found in a home. What a running device has open is left to it.
record Surgery(HomeFiles files) {

    /// Under what name settings that cannot be read are kept.
    private static final String UNREADABLE = Settings.FILE + ".unreadable";

    /// Such files that are kept.
    private static final int UNREADABLE_MAX = 100;

    private static final Left IN_USE =
            new Left("a process has the home open; stop it with `holdfast stop` and come back");

    Treatment perform(Cure cure) {
        try {
            return switch (cure) {
                case Cure.CloseHome() -> closeHome();
                case Cure.CloseKey() -> closeKey();
                case Cure.ForgetDoor() -> alone(this::forgetDoor);
                case Cure.Sweep(var leftovers) -> sweep(leftovers);
                case Cure.ListPacks() -> alone(this::listPacks);
                case Cure.ClearSettings() -> clearSettings();
            };
        } catch (IOException | StoreException e) {
            return new Left("mending failed: " + e.getMessage());
        }
    }

    private interface Work {
        Treatment run() throws IOException, StoreException;
    }

    /// Does what nobody may do while the device runs.
    private Treatment alone(Work work) throws IOException, StoreException {
        var lock = HomeLock.tryTake(files.directory());
        if (lock.isEmpty()) {
            return IN_USE;
        }
        try (var _ = lock.get()) {
            return work.run();
        }
    }

    private Treatment closeHome() throws IOException {
        Files.setPosixFilePermissions(
                files.directory(), PosixFilePermissions.fromString("rwx------"));
        return new Mended("Only its owner can look into it now.");
    }

    private Treatment closeKey() throws IOException {
        new DeviceKeyFile(files.keys()).makePrivate();
        return new Mended(
                "Only its owner can read it now; if somebody else may have copied it, remove this"
                        + " device from the pool and join again.");
    }

    private Treatment forgetDoor() throws IOException {
        files.delete(LocalDoor.NAME);
        return new Mended("Its door is taken away.");
    }

    private static Treatment sweep(List<Path> leftovers) throws IOException {
        for (var each : leftovers) {
            HomeFiles.deleteAll(each);
        }
        return new Mended("Deleted " + Examination.named(leftovers) + ".");
    }

    /// A store that is opened lists what is not listed.
    private Treatment listPacks() throws IOException, StoreException {
        var packs = RealDisk.at(files.packs());
        DiskChunkStore.open(packs, packs).close();
        return new Mended("The lists are made again from the packs.");
    }

    private Treatment clearSettings() throws IOException {
        var file = files.directory().resolve(Settings.FILE);
        var text = text();
        var aside = aside();
        Files.move(file, aside);
        files.write(Settings.FILE, text);
        HomeFiles.sync(files.directory());
        return new Mended(
                "What cannot be understood is left out, and the usual settings hold for it; the"
                        + " file as it was is kept as %s.".formatted(aside.getFileName()));
    }

    private String text() {
        try {
            return Settings.salvaged(files.read(Settings.FILE).orElse(""));
        } catch (NodeException e) {
            return Settings.initial();
        }
    }

    private Path aside() throws IOException {
        for (int number = 1; number <= UNREADABLE_MAX; number++) {
            var name = number == 1 ? UNREADABLE : UNREADABLE + "-" + number;
            var file = files.directory().resolve(name);
            if (!Files.exists(file)) {
                return file;
            }
        }
        throw new IOException("there are " + UNREADABLE_MAX + " files " + UNREADABLE + "-*");
    }
}
