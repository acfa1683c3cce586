package dev.holdfast.engine.node;

import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Repair.PushOutcome;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.core.wire.TransferMessage;
import dev.holdfast.engine.core.wire.TransferMessage.Confirmed;
import dev.holdfast.engine.core.wire.TransferMessage.Lost;
import dev.holdfast.engine.core.wire.TransferMessage.Sized;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.transfer.ChunkPusher;
import dev.holdfast.engine.upkeep.Pusher;
import dev.holdfast.engine.wal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets upkeep give chunks over the links: each with all its claims, so that the receiver knows why
/// it keeps the chunk.
final class TransferPusher implements Pusher {

    private static final Logger LOG = LoggerFactory.getLogger(TransferPusher.class);

    private final OpenHome home;
    private final Cluster cluster;
    private final ChunkPusher pusher;

    TransferPusher(OpenHome home, Cluster cluster) {
        this.home = home;
        this.cluster = cluster;
        pusher = new ChunkPusher(home.store(), home.shelf());
    }

    /// Chunks that travel in one offer. One that is kept because of two claims is offered twice,
    /// and is stored when both are.
    private record Group(int factor, Stamp stamp) {}

    @Override
    public PushOutcome push(DeviceId to, List<HeldChunk> chunks) throws InterruptedException {
        var stored = new LinkedHashSet<ChunkId>();
        var refused = new LinkedHashSet<ChunkId>();
        var unreadable = new LinkedHashSet<ChunkId>();
        var unfinished = new HashSet<ChunkId>();
        long sent = 0;
        var groups = groups(chunks, unreadable);
        if (!isOffering(groups.keySet())) {
            return PushOutcome.CUT;
        }
        for (var group : groups.entrySet()) {
            var outcome = push(to, group.getKey(), group.getValue());
            stored.addAll(outcome.stored());
            refused.addAll(outcome.declined());
            unreadable.addAll(outcome.unreadable());
            home.damages().found(outcome.unreadable());
            sent += outcome.sentBytes();
            group.getValue().stream()
                    .map(Sized::id)
                    .filter(id -> !outcome.stored().contains(id))
                    .forEach(unfinished::add);
        }
        stored.removeAll(unfinished);
        return new PushOutcome(
                List.copyOf(stored), List.copyOf(refused), List.copyOf(unreadable), sent);
    }

    private ChunkPusher.Outcome push(DeviceId to, Group group, List<Sized> chunks)
            throws InterruptedException {
        var connection = cluster.reach(to);
        if (connection.isEmpty()) {
            return new ChunkPusher.Outcome(Set.of(), Set.of(), Set.of(), 0);
        }
        var load = new ChunkPusher.Load(chunks, group.factor(), group.stamp());
        return pusher.push(connection.get(), load, home.live().tools().chance().bits256());
    }

    /// That chunks are offered is written down before they are.
    private boolean isOffering(Set<Group> groups) {
        try {
            home.claims().offering(groups.stream().map(Group::stamp).toList());
            return true;
        } catch (JournalException e) {
            LOG.error("Nothing is offered, as that cannot be written down.", e);
            return false;
        }
    }

    /// @param left takes those that an unfinished put has left, and those that no name needs any
    ///   more: nobody is to have them
    private Map<Group, List<Sized>> groups(List<HeldChunk> chunks, Set<ChunkId> left) {
        var stamps = new LinkedHashMap<ChunkId, List<Stamp>>();
        home.ledger()
                .views()
                .chunks()
                .facts(chunks.stream().map(HeldChunk::id).toList())
                .forEach(facts -> stamps.put(facts.id(), latest(facts.stamps())));
        var groups = new LinkedHashMap<Group, List<Sized>>();
        for (var chunk : chunks) {
            var all = stamps.getOrDefault(chunk.id(), List.of());
            if (home.claims().isLeft(chunk.id(), all)
                    || home.condemned().contains(chunk.id(), all)) {
                left.add(chunk.id());
                continue;
            }
            for (var stamp : all) {
                groups.computeIfAbsent(new Group(chunk.factor(), stamp), _ -> new ArrayList<>())
                        .add(new Sized(chunk.id(), chunk.length()));
            }
        }
        return groups;
    }

    /// Of one writer in one volume only the latest claim tells others anything.
    private static List<Stamp> latest(List<Stamp> stamps) {
        return stamps.stream().filter(stamp -> stamps.stream().noneMatch(stamp::isBefore)).toList();
    }

    @Override
    public void tell(DeviceId to, List<ChunkId> chunks, List<DeviceId> holders)
            throws InterruptedException {
        tell(to, new Confirmed(chunks, holders));
    }

    @Override
    public void confess(DeviceId to, List<ChunkId> chunks) throws InterruptedException {
        tell(to, new Lost(chunks));
    }

    private void tell(DeviceId to, TransferMessage word) throws InterruptedException {
        var connection = cluster.reach(to);
        if (connection.isEmpty()) {
            return;
        }
        try (var stream = connection.get().open()) {
            stream.send(word);
        } catch (NetException e) {
            LOG.debug("{} was not told who holds chunks: {}", to, e.getMessage());
        }
    }
}
