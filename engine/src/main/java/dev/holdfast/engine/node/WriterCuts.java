package dev.holdfast.engine.node;

import dev.holdfast.engine.core.batch.BatchChain;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.Statement.LastBatch;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Dot;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.ledger.Ledger;
import dev.holdfast.engine.wal.JournalException;

import java.util.ArrayList;
import java.util.List;

/// Takes out of the names what a device wrote beyond what its revocation lets stand.
final class WriterCuts {

    private WriterCuts() {}

    static void apply(Roster roster, Ledger ledger) throws JournalException {
        var cuts = new ArrayList<JournalRecord>();
        var chains = ledger.views().batches().chains();
        for (var device : roster.devices()) {
            if (device.standing() == Device.Standing.REVOKED) {
                chains.forEach(
                        (volume, actors) ->
                                actors.forEach(
                                        (actor, chain) -> {
                                            if (actor.device().equals(device.id())) {
                                                cut(roster, volume, actor, chain, cuts);
                                            }
                                        }));
            }
        }
        if (!cuts.isEmpty()) {
            ledger.commit(cuts);
        }
    }

    private static void cut(
            Roster roster,
            VolumeId volume,
            Actor actor,
            BatchChain chain,
            List<JournalRecord> cuts) {
        long stands =
                roster.revocation(actor.device()).stream()
                        .flatMap(revocation -> revocation.says().batches().stream())
                        .filter(last -> isOf(last, volume, actor))
                        .mapToLong(LastBatch::n)
                        .max()
                        .orElse(0);
        if (chain.cut() > stands + 1) {
            cuts.add(new JournalRecord.WriterCut(volume, new Dot(actor, stands + 1)));
        }
    }

    private static boolean isOf(LastBatch last, VolumeId volume, Actor actor) {
        return last.volume().equals(volume.hash()) && last.incarnation() == actor.incarnation();
    }
}
