package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.files.Rooms;
import dev.holdfast.engine.upkeep.CopyWaits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/// Lets the verbs over files reach other devices: fetch what is not here, have copies made, wait.
record PeersPort(OpenHome home, Network network) implements Rooms.Peers {

    private static final Logger LOG = LoggerFactory.getLogger(PeersPort.class);

    @Override
    public void fetch(ChunkId id, ByteBuffer into) throws NodeException, InterruptedException {
        network.fetcher().fetch(id, into);
    }

    @Override
    public void fetchMany(List<ChunkId> ids, Rooms.Arrival arrival) throws InterruptedException {
        network.fetcher().fetchMany(ids, arrival::arrived);
    }

    @Override
    public void spoiled(ChunkId id) {
        home.damages().found(List.of(id));
    }

    @Override
    public void wrote(Rooms.Written written) {
        try {
            network.upkeep().wrote(written.ids());
            network.stir();
        } catch (InterruptedException e) {
            // The put is being cancelled; the next sweep finds these.
            Thread.currentThread().interrupt();
            LOG.debug("Copies of {} chunks are left to the next sweep.", written.ids().size());
        }
    }

    @Override
    public Rooms.Copied await(Rooms.Awaited awaited, LongConsumer done)
            throws InterruptedException {
        var layout = home.live().now().layout();
        var counting = Set.copyOf(layout.devices());
        int possible =
                Math.max(1, Math.min(network.upkeep().copiesPossible(), awaited.spec().factor()));
        int inPool = Math.max(1, Math.min(counting.size(), awaited.spec().factor()));
        int asked = wanted(awaited.wanted(), awaited.spec(), inPool);
        var wanted =
                new CopyWaits.Wanted(
                        awaited.volume(), awaited.batches(), awaited.chunks(), counting);
        long sentBefore = network.upkeep().sentBytes();
        var index = home.store().index();
        var views = home.ledger().views();
        try (var wait = network.waits().open(wanted, home.live().self(), index::contains, views)) {
            // For more copies than can be there now nobody waits: the answer says how many there
            // are.
            boolean isLocal = asked <= 1;
            if (!isLocal) {
                callHolders(awaited.chunks());
            }
            var patience = isLocal ? Duration.ZERO : awaited.wanted().patience();
            int copies = wait.await(Math.min(asked, possible), patience, done);
            var answer = new Outcome.Copies(copies, asked, possible, names(wait.holders()));
            return new Rooms.Copied(answer, network.upkeep().sentBytes() - sentBefore);
        }
    }

    /// Names come to every device by way of others; but that it has them a device says to those
    /// that a session joins it with.
    private void callHolders(Set<ChunkId> chunks) throws InterruptedException {
        var cluster = network.cluster();
        var silent = new TreeSet<>(home.live().now().layout().devices());
        silent.removeIf(device -> cluster.isStanding(device) || !cluster.isHere(device));
        if (silent.isEmpty()) {
            return;
        }
        var holders = new TreeSet<DeviceId>();
        var facts = home.ledger().views().chunks().facts(chunks);
        facts.forEach(each -> holders.addAll(each.holders()));
        holders.retainAll(silent);
        for (var device : holders) {
            cluster.call(device);
        }
    }

    private static int wanted(Rooms.Wanted wanted, VolumeSpec spec, int inPool) {
        if (wanted.policy().isEmpty()) {
            int byVolume =
                    spec.waitFor() == VolumeSpec.WAIT_ALL
                            ? spec.factor()
                            : Math.max(1, spec.waitFor());
            return Math.min(byVolume, inPool);
        }
        return switch (wanted.policy().get()) {
            case WaitPolicy.Local() -> 1;
            case WaitPolicy.Copies(var count) -> count;
            case WaitPolicy.All() -> spec.factor();
        };
    }

    private List<String> names(Set<DeviceId> devices) {
        return devices.stream().map(home.live()::name).toList();
    }
}
