package dev.holdfast.engine.node;

import dev.holdfast.engine.admission.Governor;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.recovery.Found;
import dev.holdfast.engine.api.recovery.Judge;
import dev.holdfast.engine.api.recovery.Recovered;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Revoked;
import dev.holdfast.engine.crypto.DeviceKeys;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;
import dev.holdfast.engine.crypto.bc.BcSignatures;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.net.netty.NettyLimits;
import dev.holdfast.engine.net.netty.NettyTransport;
import dev.holdfast.engine.recovery.Ruling;
import dev.holdfast.engine.recovery.Seeker;
import dev.holdfast.engine.wal.JournalException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Makes a home of what devices that are left know of a pool. It is made beside its place; the home
/// is there before anybody is told of it, so whatever breaks off here leaves the pool as it was, or
/// a device that tells of itself when it starts.
final class Recovering {

    private final HomeFiles files;
    private final HomeMaking making;
    private final Home.Return how;
    private final Judge judge;

    Recovering(HomeFiles files, Home.Return how, Judge judge) {
        this.files = files;
        this.how = how;
        this.judge = judge;
        making = new HomeMaking(files);
    }

    Recovered run() throws NodeException, InterruptedException {
        HomeMaking.check(how.beginning().name());
        var words = new BcPoolKeys(phrase(how.words()));
        if (how.at().isEmpty() && !how.beginning().discovery()) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "It is not known where any device of the pool is.",
                    "Name its address with --at HOST:PORT, or leave --no-discovery out.");
        }
        try {
            var place = making.begin(new HomeFiles(files.recovering()));
            try {
                var keys = BcDeviceKeys.generate(new SecureChance());
                new DeviceKeyFile(place.keys()).create(keys);
                try (var transport = new NettyTransport(keys.tls(), NettyLimits.DEFAULT)) {
                    var check = new BcSignatures();
                    var seeker = new Seeker(transport, keys.id(), words, check::verify);
                    return run(place, words, seeker, anybody(seeker));
                }
            } finally {
                HomeFiles.deleteAll(place.directory());
            }
        } catch (IOException e) {
            throw HomeFiles.failed("make", files.directory(), e);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    /// At an address that was named somebody must answer; of whoever is heard nearby, those count
    /// that are of the pool, and each of them, for one alone could show an old state.
    private List<Seeker.Told> anybody(Seeker seeker) throws NodeException, InterruptedException {
        if (how.at().isPresent()) {
            var at = Settings.endpoint(how.at().get());
            return List.of(seeker.ask(at, Optional.empty()));
        }
        var near = new Nearby(new Lans(new SecureChance()).everywhere(), Nearby.PATIENCE).here();
        var told =
                seeker.askAll(
                        near.stream()
                                .flatMap(List::stream)
                                .map(at -> new Seeker.Place(List.of(at), Optional.empty()))
                                .toList());
        if (told.isEmpty()) {
            throw new NodeException(
                    Problem.Code.REFUSED,
                    "Of the devices heard on this network (%d) none is of the pool that these words open."
                            .formatted(near.size()),
                    "Start a device that is left with `holdfast start`, or name its address with"
                            + " --at HOST:PORT.");
        }
        return told;
    }

    static Phrase phrase(String words) throws NodeException {
        try {
            return Phrase.parse(words);
        } catch (MalformedException e) {
            throw new NodeException(
                    new Problem(
                            Problem.Code.REFUSED,
                            "These are not the recovery words: " + e.getMessage() + ".",
                            "Compare them with what you wrote down, and type all 24 again."),
                    e);
        }
    }

    private Recovered run(
            HomeFiles place, Phrase.Keys words, Seeker seeker, List<Seeker.Told> first)
            throws NodeException, InterruptedException, IOException, JournalException {
        HomeMaking.fill(place, first.getFirst().roster().statements(), seeker.self());
        try (var witnesses = new Witnesses(seeker, first)) {
            Found found;
            Roster now;
            List<Device> lost;
            String name;
            LiveRoster.Rings rings = (roster, tools) -> KeyRing.recovered(roster, tools, words);
            try (var home = OpenHome.open(place, rings)) {
                var reunion = new Reunion(home, witnesses, judge);
                found = reunion.found();
                if (how.isRehearsal()) {
                    return new Recovered(found, "", List.of(), List.of());
                }
                var ids = judge.putOut(found);
                lost =
                        home.live().roster().admitted().stream()
                                .filter(device -> ids.contains(device.id().toString()))
                                .toList();
                now = ruled(place, words, reunion, lost);
                reunion.become(now);
                name = home.live().name(seeker.self());
            }
            place.write(AddressFile.HINTS, witnesses.hints());
            making.settle(place, how.beginning());
            var out = lost.stream().map(Device::id).toList();
            return new Recovered(
                    found, name, names(found, out), names(found, witnesses.bring(now)));
        }
    }

    private static List<String> names(Found found, List<DeviceId> devices) {
        var ids = devices.stream().map(DeviceId::toString).toList();
        return found.devices().stream()
                .filter(survivor -> ids.contains(survivor.id()))
                .map(Found.Survivor::name)
                .toList();
    }

    private Roster ruled(HomeFiles place, Phrase.Keys words, Reunion reunion, List<Device> lost)
            throws IOException {
        var live = reunion.home().live();
        var before = live.roster();
        var out =
                lost.stream()
                        .map(
                                device ->
                                        new Revoked(
                                                device.id(),
                                                before.lastOf(device.id()).map(SignedStatement::id),
                                                reunion.lastOf(device.id())))
                        .toList();
        var signatures = reunion.home().signatures();
        return new Ruling(live.tools(), words, signatures::verify)
                .recovered(before, newcomer(live.tools().keys(), place), out);
    }

    private Governor.Newcomer newcomer(DeviceKeys keys, HomeFiles place) throws IOException {
        var box = Hash.of(keys.boxes().publicKey());
        var both = new DeviceCard.Keys(Opaque.of(keys.publicKey()), box);
        long capacity = HomeMaking.capacity(how.beginning(), place);
        return new Governor.Newcomer(both, how.beginning().name(), capacity);
    }
}
