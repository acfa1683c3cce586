package dev.holdfast.engine.node;

import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Dispatcher;
import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.wire.Bitmap;
import dev.holdfast.engine.core.wire.Message;
import dev.holdfast.engine.core.wire.PledgeMessage.Ask;
import dev.holdfast.engine.core.wire.PledgeMessage.Dropped;
import dev.holdfast.engine.core.wire.PledgeMessage.Given;
import dev.holdfast.engine.core.wire.PledgeMessage.Noted;
import dev.holdfast.engine.core.wire.PledgeMessage.Released;
import dev.holdfast.engine.core.wire.TransferMessage.Held;
import dev.holdfast.engine.core.wire.TransferMessage.WhoHolds;
import dev.holdfast.engine.dht.Asker;
import dev.holdfast.engine.net.Connection;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.net.Stream;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.upkeep.Pledgers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Carries questions for pledges over the links, and answers those of others.
record PledgeTalk(Asker asker) implements Pledgers {

    private static final Logger LOG = LoggerFactory.getLogger(PledgeTalk.class);

    static PledgeTalk over(Cluster cluster) {
        return new PledgeTalk(new PeerAsker(cluster));
    }

    /// Answers from now on.
    static void register(Dispatcher dispatcher, Evictions evictions) {
        dispatcher
                .on(
                        Ask.class,
                        (from, first, stream) -> {
                            var ask = (Ask) first;
                            var given =
                                    evictions.asked(from.peer().device(), ask.round(), ask.ids());
                            stream.send(answer(ask.ids(), given));
                        })
                .on(
                        Dropped.class,
                        (from, first, stream) -> {
                            var end = (Dropped) first;
                            note(from, stream, evictions, new Ended(end.round(), end.ids(), true));
                        })
                .on(
                        Released.class,
                        (from, first, stream) -> {
                            var end = (Released) first;
                            note(from, stream, evictions, new Ended(end.round(), end.ids(), false));
                        });
    }

    private record Ended(Hash round, List<ChunkId> ids, boolean isDropped) {}

    private static void note(Connection from, Stream stream, Evictions evictions, Ended ended)
            throws NetException, InterruptedException {
        var asker = from.peer().device();
        if (evictions.ended(asker, ended.round(), ended.ids(), ended.isDropped())) {
            stream.send(new Noted());
        }
    }

    /// The proofs go in the order of the question.
    private static Given answer(List<ChunkId> ids, Map<ChunkId, Hash> given) {
        var pledged = Bitmap.of(ids.size(), i -> given.containsKey(ids.get(i)));
        return new Given(pledged, pledged.yes().mapToObj(i -> given.get(ids.get(i))).toList());
    }

    @Override
    public Optional<Map<ChunkId, Hash>> ask(DeviceId pledger, Hash round, List<ChunkId> ids)
            throws InterruptedException {
        var answer = question(pledger, new Ask(round, ids));
        if (answer.orElse(null) instanceof Given(var pledged, var proofs)
                && pledged.size() == ids.size()) {
            var given = new HashMap<ChunkId, Hash>();
            var next = proofs.iterator();
            pledged.yes().forEach(i -> given.put(ids.get(i), next.next()));
            return Optional.of(given);
        }
        return Optional.empty();
    }

    @Override
    public boolean end(DeviceId pledger, Hash round, List<ChunkId> ids, boolean isDropped)
            throws InterruptedException {
        var end = isDropped ? new Dropped(round, ids) : new Released(round, ids);
        return question(pledger, end).orElse(null) instanceof Noted;
    }

    @Override
    public Optional<Set<ChunkId>> held(DeviceId device, List<ChunkId> ids)
            throws InterruptedException {
        return question(device, new WhoHolds(ids)).orElse(null) instanceof Held(var held)
                        && held.size() == ids.size()
                ? Optional.of(held.yes().mapToObj(ids::get).collect(Collectors.toSet()))
                : Optional.empty();
    }

    private Optional<Message> question(DeviceId device, Message question)
            throws InterruptedException {
        try {
            return Optional.of(asker.ask(device, question, Pledges.PATIENCE));
        } catch (NetException e) {
            LOG.debug("{} did not answer about copies: {}", device, e.getMessage());
            return Optional.empty();
        }
    }
}
