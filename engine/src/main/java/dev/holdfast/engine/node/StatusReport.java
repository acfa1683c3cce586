package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.liveness.Sight;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.placement.Capacity;
import dev.holdfast.engine.core.repair.RepairProgress;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How the device and its pool stand, asked of the rooms that know.
///
/// @param held what waits or is held back, a sentence each
/// @param address where the daemon listens; empty when there is none
record StatusReport(
        OpenHome home,
        Network network,
        Settings settings,
        HomeFiles files,
        Care care,
        Supplier<List<String>> held,
        String address) {

    /// @param links the linked folders
    Status now(List<Outcome.Link> links) throws NodeException {
        var live = home.live();
        var state = live.now();
        var self = live.roster().device(live.self()).orElseThrow();
        var admitted = state.roster().admitted();
        boolean isIn = state.roster().isAdmitted(live.self());
        long others = admitted.stream().filter(d -> network.cluster().isHere(d.id())).count();
        int online = (int) others + (isIn ? 1 : 0);
        int awaited = admitted.size() - state.roster().parked().size();
        var progress = progress();
        long chunks = home.ledger().views().chunks().held();
        var copies =
                new Status.Copies(progress.owed(), progress.underReplicated(), progress.minLive());
        return new Status(
                new Status.Self(
                        live.self().toString(),
                        live.name(self),
                        DeviceCommands.role(self.role()),
                        address,
                        !address.isEmpty()),
                new Status.Pool(state.roster().pool().toString(), admitted.size(), online),
                storage(progress.underReplicated()),
                copies,
                closing(chunks, progress, admitted.size(), online),
                new Status.Settings(settings.repairAfter(), settings.repairUrgentAfter()),
                links.stream().map(FolderReport::brief).toList(),
                isIn ? problems(copies, awaited, online, links) : List.of(out(self)),
                isIn ? notes() : List.of());
    }

    private Problem out(Device self) {
        return self.isQuarantined() ? Quarantined.own(home.live(), self) : Cluster.REMOVED;
    }

    /// @param chunks that are held here; of those that came a moment ago, some may not have been
    ///   looked at yet
    static Status.Closing closing(long chunks, RepairProgress progress, int devices, int online) {
        if (chunks == 0) {
            return new Status.Closing(true, 0, "Nothing is held here.");
        }
        if (progress.minLive() == 0 && progress.lone() == 0) {
            return new Status.Closing(false, 0, "What is held here is still being looked at.");
        }
        if (progress.lone() == 0) {
            return new Status.Closing(true, 0, "Every chunk here has another live copy.");
        }
        var lone = progress.lone() >= chunks ? all(chunks) : some(progress.lone(), chunks);
        return new Status.Closing(
                false, progress.lone(), lone + reach(devices, online, progress.lone() >= chunks));
    }

    private static String all(long chunks) {
        return chunks == 1
                ? "The one chunk here has no other "
                : "All %,d chunks here have no other ".formatted(chunks);
    }

    private static String some(long lone, long chunks) {
        return "%,d of the %,d chunks here %s no other "
                .formatted(lone, chunks, lone == 1 ? "has" : "have");
    }

    private static String reach(int devices, int online, boolean isAll) {
        if (devices == 1) {
            return "copy.";
        }
        return online < 2 && isAll ? "copy within reach: no other device is here." : "live copy.";
    }

    private RepairProgress progress() throws NodeException {
        try {
            return network.upkeep().progress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    new Problem(
                            Problem.Code.CANCELLED, "The command was cancelled.", "Run it again."),
                    e);
        }
    }

    private Status.Storage storage(long underReplicated) throws NodeException {
        var capacities =
                home.live().roster().admitted().stream()
                        .map(device -> new Capacity(device.capacity()))
                        .toList();
        long usable = Capacity.usable(capacities, home.live().roster().settings().factor());
        long used = home.store().index().bytes();
        long chunks = Math.max(1, home.store().index().size());
        long sound = Math.max(0, chunks - underReplicated);
        long free = disk(FileStore::getUsableSpace);
        return new Status.Storage(usable, (long) (used * ((double) sound / chunks)), used, free);
    }

    private List<String> notes() throws NodeException {
        var notes = new ArrayList<String>();
        overstated().ifPresent(notes::add);
        for (var parked : home.live().roster().parked()) {
            notes.add(home.live().name(parked) + " is parked: the others do without it.");
        }
        notes.addAll(held.get());
        return notes;
    }

    /// What this device gives to the pool counts as room of the pool, also where no disk is.
    private Optional<String> overstated() throws NodeException {
        long given =
                home.live().roster().device(home.live().self()).map(Device::capacity).orElse(0L);
        long disk = disk(FileStore::getTotalSpace);
        return given <= disk
                ? Optional.empty()
                : Optional.of(
                        "This device is to give the pool %,d MB, and its whole disk has %,d MB: say"
                                        .formatted(given / 1_000_000, disk / 1_000_000)
                                + " what it has with `holdfast device capacity`.");
    }

    /// Something that the file system of the home says of its disk.
    private interface Figure {
        long of(FileStore store) throws IOException;
    }

    private long disk(Figure figure) throws NodeException {
        try {
            return figure.of(Files.getFileStore(files.directory()));
        } catch (IOException e) {
            throw HomeFiles.failed("look at", files.directory(), e);
        }
    }

    private List<Problem> problems(
            Status.Copies copies, int devices, int online, List<Outcome.Link> links)
            throws NodeException {
        var problems = new ArrayList<Problem>();
        if (address.isEmpty()) {
            problems.add(
                    new Problem(
                            Problem.Code.UNREACHABLE,
                            "Copies are made only while Holdfast runs.",
                            "Start it with `holdfast start`."));
        }
        lacking(copies.underReplicatedChunks(), online < devices, settings.traffic().isMetered())
                .ifPresent(problems::add);
        if (home.patience().isFull()) {
            problems.add(HomeFiles.full(files.directory()));
        }
        care.trouble().ifPresent(problems::add);
        if (!home.live().roster().unreleased().isEmpty()) {
            problems.add(
                    new Problem(
                            Problem.Code.UNREACHABLE,
                            "The pool was recovered: nothing that is deleted goes for good.",
                            "When all devices are back that ever will be, say so with `holdfast"
                                    + " collect --release`."));
        }
        unfinished().ifPresent(problems::add);
        Paper.reminder(files).ifPresent(problems::add);
        problems.addAll(TwoHistories.running(home.live(), network.cluster().doubles()));
        problems.addAll(TwoHistories.problems(home));
        problems.addAll(Quarantined.problems(home.live()));
        problems.addAll(elsewhere());
        problems.addAll(FolderReport.problems(links));
        return problems;
    }

    /// @param chunks that have fewer copies than they should
    static Optional<Problem> lacking(long chunks, boolean isAnyAway, boolean isMetered) {
        var what =
                chunks == 1
                        ? "One chunk on this device has fewer copies than it should."
                        : "%,d chunks on this device have fewer copies than they should."
                                .formatted(chunks);
        var remedy =
                isAnyAway
                        ? "Bring the missing devices online; copies are then made by themselves."
                        : "Wait while copies are made, or add a device to the pool.";
        var paid =
                "This line is metered, so no copy is made by itself: bring the devices online that"
                        + " are away, then run `holdfast repair`.";
        return chunks == 0
                ? Optional.empty()
                : Optional.of(
                        new Problem(Problem.Code.UNREACHABLE, what, isMetered ? paid : remedy));
    }

    /// The devices that only others hear.
    private List<Problem> elsewhere() {
        return home.live().roster().admitted().stream()
                .filter(device -> network.cluster().sight(device.id()) == Sight.ELSEWHERE)
                .map(
                        device ->
                                new Problem(
                                        Problem.Code.UNREACHABLE,
                                        home.live().name(device)
                                                + " cannot be reached from this device, though"
                                                + " others hear it.",
                                        "Look at the network between the two: a firewall, another"
                                                + " Wi-Fi, a cable."))
                .toList();
    }

    private Optional<Problem> unfinished() {
        long puts = 0;
        long bytes = 0;
        for (var left : home.claims().left().values()) {
            puts += left.isEmpty() ? 0 : 1;
            for (var chunk : left) {
                bytes += home.store().index().length(chunk).orElse(0);
            }
        }
        var who = puts == 1 ? "A put that did not end has" : puts + " puts that did not end have";
        return puts == 0
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                Problem.Code.CANCELLED,
                                "%s left %,d MB here.".formatted(who, bytes / 1_000_000),
                                "Run it again to go on where it stopped, or leave it: the room is"
                                        + " given back by itself."));
    }
}
