package dev.holdfast.engine.node;

import dev.holdfast.engine.admission.Governor;
import dev.holdfast.engine.admission.Inviter;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.cluster.Cluster;
import dev.holdfast.engine.cluster.Pace;
import dev.holdfast.engine.collecting.NeedsTalk;
import dev.holdfast.engine.collecting.Survey;
import dev.holdfast.engine.core.membership.Health;
import dev.holdfast.engine.core.repair.PoolView;
import dev.holdfast.engine.core.repair.RepairPolicy;
import dev.holdfast.engine.crypto.bc.BcPake;
import dev.holdfast.engine.dht.Directory;
import dev.holdfast.engine.dht.Herald;
import dev.holdfast.engine.store.StoreException;
import dev.holdfast.engine.transfer.ChunkFetcher;
import dev.holdfast.engine.upkeep.Evictions;
import dev.holdfast.engine.upkeep.Upkeep;
import dev.holdfast.engine.wal.JournalException;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Starts what a device does in its own time.
final class Rest {

    private Rest() {}

    static Evictions evictions(
            OpenHome home, Cluster cluster, Upkeep upkeep, PoolView view, Settings settings)
            throws NodeException {
        var ports =
                new Evictions.Ports(
                        home.store(),
                        home.ledger(),
                        home.pins(),
                        new SteadyClock(home.clock()),
                        home.live().tools().chance()::bits256);
        var ways = new Evictions.Ways(new TransferPusher(home, cluster), PledgeTalk.over(cluster));
        var policy = new Evictions.Policy(settings.stays().evictAfter(), ownRate(settings));
        try {
            return Evictions.start(ports, ways, upkeep, view, policy);
        } catch (StoreException e) {
            throw Failures.of(e);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    static NeedsTalk needs(OpenHome home, ChunkFetcher fetcher, Settings settings)
            throws NodeException {
        var reader =
                home.isKeeper()
                        ? Optional.<Survey.Judge>empty()
                        : Optional.of(judge(home, fetcher));
        var age = settings.stays().collectAfter();
        return new NeedsTalk(home.archive(), reader, home.marks(), age, home.clock());
    }

    /// How a device judges what nobody needs that reads names.
    static Survey.Judge judge(OpenHome home, ChunkFetcher fetcher) throws NodeException {
        return new Survey.Judge(home.archive(), home.sealer(), fetcher::fetch);
    }

    static Herald herald(OpenHome home, Supplier<PoolView> view, Directory directory) {
        var speaker =
                new Herald.Speaker(
                        home.live().roster().pool(),
                        home.live().self(),
                        home.keys()::sign,
                        home.clock());
        return Herald.start(speaker, home.ledger(), view, directory);
    }

    /// Answers guests; `settled` hears of each that came, and of each guess.
    static Inviter inviter(OpenHome home, Cluster cluster, Governor governor, Runnable settled) {
        var pake = new BcPake(home.live().tools().chance());
        var inviter = new Inviter(cluster, governor, pake, home.clock());
        inviter.watch(settled);
        return inviter;
    }

    static Pace pace(Settings settings, InstantSource clock) {
        var interval = Health.Settings.DEFAULT.interval();
        var health =
                new Health.Settings(interval, settings.repairUrgentAfter(), settings.repairAfter());
        return new Pace(
                clock, () -> ThreadLocalRandom.current().nextDouble(), health, settings.topology());
    }

    static RepairPolicy policy(Settings settings) {
        var takeOver = RepairPolicy.DEFAULT.takeOverAfter();
        return new RepairPolicy(
                settings.repairAfter(),
                settings.repairUrgentAfter(),
                takeOver.compareTo(settings.repairAfter()) < 0 ? takeOver : settings.repairAfter(),
                ownRate(settings));
    }

    /// How many bytes a second copies are made and moved at that nobody asked for.
    private static long ownRate(Settings settings) {
        return settings.traffic().isMetered() ? 0 : settings.repairRate();
    }
}
