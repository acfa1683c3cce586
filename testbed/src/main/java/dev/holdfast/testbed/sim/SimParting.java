package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.repair.HeldChunk;
import dev.holdfast.engine.core.repair.Parting;
import dev.holdfast.engine.core.repair.Pledge;
import dev.holdfast.engine.core.repair.Pledge.State;
import dev.holdfast.engine.core.repair.Pledges;
import dev.holdfast.engine.core.repair.Pledges.Effect;
import dev.holdfast.engine.core.repair.Pledges.Event;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How one device parts from copies that belong on others. It believes its books more than the
/// product does, which offers a chunk to all its owners before it asks: only the pledges stand
/// between a wrong belief and a lost copy.
final class SimParting {

    private static final Duration WALK_EVERY = Duration.ofMinutes(2);

    private final World world;
    private final SimDevice device;
    private final Map<Pledge, State> journal = new LinkedHashMap<>();
    private @Nullable Step step;
    private int rounds;

    /// One turn of the engine's pledges, or a faulty stand-in for them.
    interface Step {
        List<Effect> on(Event event, Instant now);
    }

    SimParting(World world, SimDevice device) {
        this.world = world;
        this.device = device;
    }

    void start() {
        step = world.parting(new Pledges(device.id(), journal)).orElse(null);
        if (step != null) {
            device.later(WALK_EVERY, "walks", this::walk);
        }
    }

    private void walk() {
        var view = device.view();
        on(new Event.Passed());
        view.others().keySet().stream()
                .filter(view::isOnline)
                .forEach(other -> on(new Event.Met(other)));
        device.held().forEach(chunk -> Parting.of(chunk, view).ifPresent(this::part));
        device.later(WALK_EVERY, "walks", this::walk);
    }

    private void part(Parting parting) {
        var chunk = parting.chunk();
        var lacking = parting.owners().stream().filter(o -> !chunk.holders().contains(o)).toList();
        lacking.forEach(owner -> give(owner, chunk));
        if (lacking.isEmpty()) {
            var round = new Hash(device.id().hash().w0(), ++rounds, 0, 0);
            on(new Event.MayGo(chunk.id(), parting.pledges(), parting.asked(), round));
        }
    }

    private void give(DeviceId owner, HeldChunk chunk) {
        device.content(chunk.id())
                .ifPresent(
                        content ->
                                world.send(
                                        device,
                                        owner,
                                        "gives",
                                        peer -> {
                                            peer.take(chunk.id(), content, chunk.factor());
                                            world.send(
                                                    peer,
                                                    device.id(),
                                                    "has",
                                                    me -> me.learn(chunk.id(), List.of(owner)));
                                        }));
    }

    private void on(Event event) {
        if (step != null) {
            step.on(event, world.timeline().now()).forEach(this::perform);
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Journal(var pledge, var state) -> write(pledge, state);
            case Effect.Ask(var pledge) ->
                    world.send(
                            device, pledge.pledger(), "asks", peer -> peer.parting().ask(pledge));
            case Effect.Answer(var pledge, var isGiven) ->
                    world.send(
                            device,
                            pledge.asker(),
                            isGiven ? "pledges" : "refuses",
                            me -> me.parting().on(new Event.Answered(pledge, isGiven)));
            case Effect.End(var pledge, _) ->
                    world.send(
                            device, pledge.pledger(), "ends", peer -> peer.parting().end(pledge));
            case Effect.Note(var pledge) ->
                    world.send(
                            device,
                            pledge.asker(),
                            "notes",
                            me -> me.parting().on(new Event.Noted(pledge)));
            case Effect.Drop(var chunk) -> drop(chunk);
        }
    }

    private void write(Pledge pledge, State state) {
        if (state == State.RELEASED) {
            journal.remove(pledge);
        } else {
            journal.put(pledge, state);
        }
    }

    private void ask(Pledge pledge) {
        device.left(pledge.asker(), pledge.chunk());
        boolean isHeld = device.content(pledge.chunk()).isPresent();
        on(new Event.Asked(pledge, isHeld));
    }

    private void end(Pledge pledge) {
        on(new Event.Ended(pledge));
    }

    private void drop(ChunkId chunk) {
        device.drop(chunk);
        world.timeline().note(device + " drops " + chunk);
        world.dropped(chunk);
    }
}
