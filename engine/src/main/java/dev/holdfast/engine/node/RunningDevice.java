package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Node;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.files.Files;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.netty.NettyLimits;
import dev.holdfast.engine.net.netty.NettyTransport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The device of a home, running in this process.
final class RunningDevice implements Node {

    private final HomeFiles place;
    private final HomeLock lock;
    private final OpenHome home;
    private final Network network;
    private final Bookkeeping bookkeeping;
    private final Clearing clearing;
    private final Collecting collecting;
    private final AddressFile addresses;
    private final Optional<Library> library;
    private final Care care;
    private final DeviceCommands devices;
    private final StatusReport report;
    private final NettyTransport transport;
    private final Endpoint listening;
    private final Optional<Meeting> meeting;
    private final Throttles traffic;
    private final Optional<String> copied;

    /// Starts the device whose home `lock` holds; the lock goes with the device.
    ///
    /// @param daemon whether it stays up when the command in hand is done
    static RunningDevice start(HomeFiles files, HomeLock lock, boolean daemon)
            throws NodeException, InterruptedException {
        var home = OpenHome.open(files);
        var transport = new NettyTransport(home.keys().tls(), NettyLimits.DEFAULT);
        try {
            var device = new RunningDevice(files, lock, home, transport, daemon);
            home.patience().begin();
            return device;
        } catch (NodeException | InterruptedException | RuntimeException e) {
            transport.close();
            home.close();
            throw e;
        }
    }

    private RunningDevice(
            HomeFiles homeFiles,
            HomeLock lock,
            OpenHome home,
            NettyTransport transport,
            boolean daemon)
            throws NodeException, InterruptedException {
        place = homeFiles;
        this.lock = lock;
        this.home = home;
        this.transport = transport;
        copied = new LifeFile(homeFiles, InstantSource.system()).begin(home);
        var settings = Settings.parse(homeFiles.read(Settings.FILE).orElse(""));
        addresses = AddressFile.read(homeFiles);
        var links = LinkFile.over(transport, homeFiles);
        var ways = links.map(LinkFile::transport).orElse(transport);
        traffic = new Throttles(settings.traffic());
        network = new Network(home, settings, traffic.over(ways), addresses);
        links.ifPresent(network::obey);
        try {
            clearing = Clearing.start(home, settings.stays().keepUnfinished(), network::heed);
            listening = network.start(settings, addresses);
            library = Library.open(home, homeFiles, network, clearing, daemon);
            collecting = Collecting.start(home, network, settings, clearing);
            care = Care.start(home, network, library, settings);
            devices = new DeviceCommands(home, network, listening);
            report =
                    new StatusReport(
                            home, network, settings, homeFiles, care, this::held, at(daemon));
            network.news().hold(this::held);
            bookkeeping = home.keepShort();
            meeting =
                    settings.discovery() ? met(home, network, listening, daemon) : Optional.empty();
        } catch (NodeException | InterruptedException | RuntimeException e) {
            network.close();
            addresses.close();
            throw e;
        }
    }

    private static Optional<Meeting> met(
            OpenHome home, Network network, Endpoint listening, boolean daemon) {
        return Optional.of(Meeting.start(home, network, listening, daemon));
    }

    /// What waits or is held back.
    private List<String> held() {
        var held = new ArrayList<>(traffic.holding());
        copied.ifPresent(held::add);
        collecting.waiting().ifPresent(held::add);
        care.waiting().ifPresent(held::add);
        return held;
    }

    /// Where a daemon listens; nowhere for who asks, when this is none.
    private String at(boolean daemon) {
        return daemon ? listening.toString() : "";
    }

    private Library library() throws NodeException {
        return library.orElseThrow(() -> new NodeException(Library.KEEPER, null));
    }

    /// Keeps no memory for what comes next.
    void dropIdle() {
        library.map(Library::files).ifPresent(Files::dropIdle);
        home.dropIdle();
    }

    Endpoint listening() {
        return listening;
    }

    @Override
    public Status status() throws NodeException {
        try {
            return report.now(library.map(Library::links).orElse(List.of()));
        } catch (CatalogException e) {
            throw Failures.of(place.directory(), e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // each command's outcome is the one its type names
    public <R extends Outcome> R run(Command<R> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        var outcome = measured(command, events);
        network.news().done(command);
        if (command instanceof Command.SetVolume) {
            network.heed();
        }
        return (R) outcome;
    }

    private Outcome measured(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        long start = System.nanoTime();
        var result = "cancelled";
        try {
            var outcome = answered(command, events);
            result = Meter.DONE;
            return outcome;
        } catch (NodeException e) {
            result = e.problem().code().name();
            throw e;
        } finally {
            network.news()
                    .meter()
                    .ended(command, result, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private Outcome answered(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        try (var _ = care.quiet().begin(command)) {
            prepare(command);
            return answer(command, events);
        } catch (CatalogException e) {
            throw Failures.of(place.directory(), e);
        }
    }

    /// Refuses what cannot be done now, and waits until names are known to what needs them.
    private void prepare(Command<?> command) throws NodeException, InterruptedException {
        if (!readsOnly(command) && !home.live().roster().isAdmitted(home.live().self())) {
            throw new NodeException(Cluster.REMOVED, null);
        }
        if (!readsOnly(command) && home.patience().isFull()) {
            throw new NodeException(HomeFiles.full(place.directory()), null);
        }
        if (namesFiles(command)) {
            library().await();
        }
    }

    private Outcome answer(Command<?> command, Consumer<Event> events)
            throws NodeException, InterruptedException {
        return switch (command) {
            case Command.ListEvents list -> network.news().chronicle().tell(list.follow(), events);
            case Command.ReadMetrics _ -> new Figures(this, home, network).read();
            case Command.Scrub scrub -> care.scrubbing().scrub(scrub, events);
            case Command.Collect collect -> collecting.collect(collect);
            case Command.Repair _, Command.Rebalance _ -> care.balancing().make(command, events);
            case Command.AskReach _ -> devices.askReach();
            case Command.ListDevices _ -> devices.list();
            case Command.ShowDevice show -> devices.show(show);
            case Command.RenameDevice rename -> devices.changes().rename(rename);
            case Command.ResizeDevice resize -> devices.changes().resize(resize);
            case Command.PlaceDevice place -> devices.changes().place(place);
            case Command.DrainDevice drain -> devices.changes().drain(drain, events);
            case Command.ParkDevice park -> devices.changes().park(park);
            case Command.AdoptDevice adopt -> devices.changes().adopt(adopt);
            case Command.RemoveDevice remove -> devices.changes().remove(remove, events);
            case Command.Invite invite -> devices.invite(invite, events);
            default -> library().answer(command, events);
        };
    }

    private static boolean namesFiles(Command<?> command) {
        return switch (command) {
            case Command.ListEvents _,
                    Command.ReadMetrics _,
                    Command.Scrub _,
                    Command.Collect _,
                    Command.Repair _,
                    Command.Rebalance _,
                    Command.AskReach _,
                    Command.ListDevices _,
                    Command.ShowDevice _,
                    Command.RenameDevice _,
                    Command.ResizeDevice _,
                    Command.PlaceDevice _,
                    Command.DrainDevice _,
                    Command.ParkDevice _,
                    Command.AdoptDevice _,
                    Command.RemoveDevice _,
                    Command.ListLinks _,
                    Command.Unlink _,
                    Command.Pause _,
                    Command.Resume _,
                    Command.Invite _ ->
                    false;
            default -> true;
        };
    }

    private static boolean readsOnly(Command<?> command) {
        return switch (command) {
            case Command.Get _,
                    Command.GetStream _,
                    Command.ListEntries _,
                    Command.Describe _,
                    Command.ReadHistory _,
                    Command.ListConflicts _,
                    Command.ListVolumes _,
                    Command.ListEvents _,
                    Command.ReadMetrics _,
                    Command.Scrub _,
                    Command.Repair _,
                    Command.Rebalance _,
                    Command.ListDevices _,
                    Command.ListLinks _,
                    Command.Pause _,
                    Command.Unlink _,
                    Command.ShowDevice _ ->
                    true;
            default -> false;
        };
    }

    /// What waits for room on a full disk fails, so that whoever asked for it is answered before
    /// the device ends.
    void waitNoMore() {
        home.patience().end();
    }

    @Override
    public void close() {
        waitNoMore();
        meeting.ifPresent(Meeting::close);
        library.ifPresent(Library::close);
        care.close();
        network.close();
        bookkeeping.close();
        collecting.close();
        clearing.close();
        addresses.close();
        transport.close();
        home.close();
        lock.close();
    }
}
