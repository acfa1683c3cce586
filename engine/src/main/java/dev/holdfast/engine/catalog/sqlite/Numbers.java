package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The small numbers of volumes and writers. They never change, so what was found is remembered.
final class Numbers {

    private final Db db;
    private final Map<VolumeId, Long> volumes = new HashMap<>();
    private final Map<Long, VolumeId> volumeIds = new HashMap<>();
    private final Map<Actor, Long> actors = new HashMap<>();
    private final Map<Long, Actor> actorIds = new HashMap<>();

    Numbers(Db db) {
        this.db = db;
    }

    /// Forgets what may have been undone with its transaction.
    void forget() {
        volumes.clear();
        volumeIds.clear();
        actors.clear();
        actorIds.clear();
    }

    /// The number of a volume, for one that is written to for the first time too.
    long volume(VolumeId volume) {
        return findVolume(volume)
                .orElseGet(
                        () -> {
                            db.change("INSERT INTO volumes (id) VALUES (?)", volume.hash());
                            return findVolume(volume).orElseThrow();
                        });
    }

    Optional<Long> findVolume(VolumeId volume) {
        var known = volumes.get(volume);
        if (known != null) {
            return Optional.of(known);
        }
        var found =
                db.first(
                        "SELECT no FROM volumes WHERE id = ?",
                        row -> row.getLong(1),
                        volume.hash());
        found.ifPresent(no -> volumes.put(volume, no));
        return found;
    }

    VolumeId volume(long number) {
        return volumeIds.computeIfAbsent(
                number,
                no ->
                        db.first(
                                        "SELECT id FROM volumes WHERE no = ?",
                                        row -> new VolumeId(Hash.of(row.getBytes(1))),
                                        no)
                                .orElseThrow());
    }

    /// The number of a writer, for one that is heard of for the first time too.
    long actor(Actor actor) {
        return findActor(actor)
                .orElseGet(
                        () -> {
                            db.change(
                                    "INSERT INTO actors (device, incarnation) VALUES (?, ?)",
                                    actor.device().hash(),
                                    actor.incarnation());
                            return findActor(actor).orElseThrow();
                        });
    }

    Optional<Long> findActor(Actor actor) {
        var known = actors.get(actor);
        if (known != null) {
            return Optional.of(known);
        }
        var found =
                db.first(
                        "SELECT no FROM actors WHERE device = ? AND incarnation = ?",
                        row -> row.getLong(1),
                        actor.device().hash(),
                        actor.incarnation());
        found.ifPresent(no -> actors.put(actor, no));
        return found;
    }

    Actor actor(long number) {
        return actorIds.computeIfAbsent(
                number,
                no ->
                        db.first(
                                        "SELECT device, incarnation FROM actors WHERE no = ?",
                                        row ->
                                                new Actor(
                                                        new DeviceId(Hash.of(row.getBytes(1))),
                                                        row.getLong(2)),
                                        no)
                                .orElseThrow());
    }
}
