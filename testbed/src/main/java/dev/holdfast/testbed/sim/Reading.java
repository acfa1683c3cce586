package dev.holdfast.testbed.sim;

import dev.holdfast.engine.core.content.ChunkId;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.routing.HolderRace;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.transfer.ChunkFetcher;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Somebody who reads a chunk: here, or from whoever is first to give it. The shell around
/// [HolderRace], as the fetcher is in the product.
final class Reading {

    private final Life life;
    private final ChunkId chunk;
    private final Consumer<Boolean> ended;
    private final TreeSet<DeviceId> tried = new TreeSet<>();
    private HolderRace<Session> race = new HolderRace<>(List.of());
    private boolean areAllAsked;
    private boolean isOver;
    private int turns;

    /// @param ended is told once whether there was a sound copy
    Reading(Life life, ChunkId chunk, Consumer<Boolean> ended) {
        this.life = life;
        this.chunk = chunk;
        this.ended = ended;
    }

    void begin() throws StoreException {
        if (life.copying().read(chunk).isPresent()) {
            end(true);
        } else {
            race(life.directions().likely(chunk));
        }
    }

    private void race(Collection<DeviceId> holders) {
        var reachable =
                holders.stream()
                        .filter(tried::add)
                        .flatMap(holder -> life.society().to(holder).stream())
                        .toList();
        race = new HolderRace<>(reachable);
        turn();
    }

    private void turn() {
        if (isOver) {
            return;
        }
        if (!race.goesOn()) {
            if (areAllAsked) {
                end(false);
            } else {
                areAllAsked = true;
                race(new TreeSet<>(life.society().connected()));
            }
            return;
        }
        race.next().ifPresent(this::ask);
        int mine = ++turns;
        life.later(
                race.isAnotherReady() ? ChunkFetcher.HEDGE_AFTER : ChunkFetcher.RACE_MAX,
                "waits for a holder",
                () -> {
                    if (turns == mine && !isOver) {
                        race.silent();
                        turn();
                    }
                });
    }

    private void ask(Session holder) {
        var asked = new Asked(holder);
        life.later(ChunkFetcher.SILENCE_MAX, "has no answer", asked::isLost);
        holder.send(
                life,
                "asks for a chunk",
                other ->
                        other.run(
                                () -> {
                                    var bytes = other.copying().read(chunk);
                                    holder.send(other, "gives a chunk", _ -> asked.answer(bytes));
                                }));
    }

    /// One of those that race.
    private final class Asked {

        private final Session holder;
        private boolean isDone;

        Asked(Session holder) {
            this.holder = holder;
        }

        void answer(Optional<byte[]> bytes) {
            if (bytes.filter(b -> Sha256.of(b).equals(chunk.hash())).isPresent()) {
                isDone = true;
                end(true);
            } else if (!isDone) {
                life.copying().lost(holder.peer(life), List.of(chunk));
                isLost();
            }
        }

        void isLost() {
            if (!isDone) {
                isDone = true;
                race.lost();
                turn();
            }
        }
    }

    private void end(boolean isFound) {
        if (!isOver) {
            isOver = true;
            ended.accept(isFound);
        }
    }
}
