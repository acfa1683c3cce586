package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.exchange.Bodies;
import dev.holdfast.engine.exchange.Gathering;
import dev.holdfast.engine.files.Inventory;
import dev.holdfast.engine.net.NetException;
import dev.holdfast.engine.wal.JournalException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Brings together in one home what several devices know of a pool.
final class Reunion {

    /// Batches in memory at once.
    private static final int PAGE = 16;

    private final OpenHome home;
    private final Witnesses witnesses;
    private final Judge judge;
    private final Gathering gathering;
    private final Map<DeviceId, Instant> wrote = new TreeMap<>();
    private long unreadable;

    Reunion(OpenHome home, Witnesses witnesses, Judge judge) {
        this.home = home;
        this.witnesses = witnesses;
        this.judge = judge;
        gathering = new Gathering(home.ledger(), home.signatures(), home.live()::roster);
    }

    OpenHome home() {
        return home;
    }

    List<LastBatch> lastOf(DeviceId device) {
        return gathering.lastOf(device);
    }

    /// All that anybody knows, and what of it is nowhere. First who belongs to the pool: by that
    /// the batches are judged and opened that come then.
    Found found() throws NodeException, InterruptedException, JournalException {
        become(witnesses.rally(home.live().roster()));
        gather();
        readDates();
        var lacking = new ArrayList<Found.Lacking>();
        var more = new long[1];
        var inventory =
                new Inventory(
                        home.ledger().views().names(),
                        home.sealer(),
                        witnesses,
                        lack -> {
                            more[0]++;
                            if (lacking.size() < Found.LACKING_MAX) {
                                lacking.add(
                                        new Found.Lacking(
                                                lack.path(), lack.chunks(), lack.lacking()));
                            }
                        });
        var roster = home.live().roster();
        inventory.take(new VolumeId(roster.pool().hash()));
        return new Found(
                roster.pool().toString(),
                roster.admitted().stream().map(this::survivor).toList(),
                inventory.files(),
                inventory.bytes(),
                lacking,
                more[0],
                unreadable);
    }

    private Found.Survivor survivor(Device device) {
        return new Found.Survivor(
                device.id().toString(),
                home.live().name(device),
                DeviceCommands.role(device.role()),
                witnesses.isReached(device.id()),
                Optional.ofNullable(wrote.get(device.id())));
    }

    /// From here on this is the roster.
    void become(Roster now) throws JournalException {
        var before = home.live().roster().statements().size();
        var all = now.statements();
        if (all.size() > before) {
            home.ledger()
                    .commit(
                            all.subList(before, all.size()).stream()
                                    .<JournalRecord>map(
                                            s -> new JournalRecord.StatementAccepted(s.toBytes()))
                                    .toList());
        }
        home.live().become(now);
        gathering.judgeAgain();
        WriterCuts.apply(now, home.ledger());
    }

    private void gather() throws NodeException, InterruptedException, JournalException {
        for (var witness : witnesses.answering()) {
            try {
                gathering.from(witness.connection());
                judge.heard(home.live().name(witness.device()));
            } catch (NetException | MalformedException e) {
                witnesses.lose(witness, e);
            }
        }
        if (witnesses.answering().isEmpty()) {
            throw new NodeException(
                    Problem.Code.UNREACHABLE,
                    "The devices that answered broke off before all was read.",
                    "Try again while they run.");
        }
    }

    private void readDates() {
        var views = home.ledger().views().batches();
        var bodies = new Bodies(home.batchSealer(), home.live()::ring);
        long at = 0;
        for (var page = views.after(at, PAGE); !page.isEmpty(); page = views.after(at, PAGE)) {
            for (var one : page) {
                at = one.lsn();
                var header = one.batch().header();
                try {
                    bodies.open(one.batch()).entries().stream()
                            .map(entry -> entry.cause().stamp().instant())
                            .forEach(
                                    stamp ->
                                            wrote.merge(
                                                    header.dot().actor().device(),
                                                    stamp,
                                                    (a, b) -> a.isAfter(b) ? a : b));
                } catch (MalformedException e) {
                    unreadable++;
                }
            }
        }
    }
}
