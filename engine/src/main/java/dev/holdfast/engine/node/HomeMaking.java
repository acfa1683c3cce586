package dev.holdfast.engine.node;

import dev.holdfast.engine.admission.Joiner;
import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.Entry;
import dev.holdfast.engine.core.namespace.EntryPath;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.namespace.VolumeSpec;
import dev.holdfast.engine.core.record.JournalRecord;
import dev.holdfast.engine.crypto.Founding;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.bc.BcBatchSealer;
import dev.holdfast.engine.crypto.bc.BcBoxes;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;
import dev.holdfast.engine.crypto.bc.BcSignatures;
import dev.holdfast.engine.crypto.bc.DeviceKeyFile;
import dev.holdfast.engine.crypto.bc.SecureChance;
import dev.holdfast.engine.disk.real.RealDisk;
import dev.holdfast.engine.exchange.BatchWriter;
import dev.holdfast.engine.exchange.Exchange;
import dev.holdfast.engine.net.Endpoint;
import dev.holdfast.engine.net.netty.NettyLimits;
import dev.holdfast.engine.net.netty.NettyTransport;
import dev.holdfast.engine.wal.JournalException;
import dev.holdfast.engine.wal.disk.DiskJournal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a home. All of it is made beside its place, under another name, and gets its own name
/// last: a home is there whole or not at all.
record HomeMaking(HomeFiles files) {

    /// Bytes of a name, so that it fits sealed into a statement.
    private static final int NAME_MAX = 64;

    private static final String FIRST_VOLUME = "files";

    void found(Home.Beginning beginning, Consumer<List<String>> words) throws NodeException {
        check(beginning.name());
        try {
            var making = begin(new HomeFiles(files.making()));
            var chance = new SecureChance();
            var phrase = new Phrase(chance.bits256());
            words.accept(phrase.words());
            var keys = BcDeviceKeys.generate(chance);
            new DeviceKeyFile(making.keys()).create(keys);
            var tools =
                    new KeyRing.Tools(keys, new BcBoxes(chance), new BcBatchSealer(chance), chance);
            var founding = new Founding(beginning.name(), capacity(beginning, making));
            fill(making, List.of(founding.genesis(tools, new BcPoolKeys(phrase))), keys.id());
            try (var home = OpenHome.open(making)) {
                makeVolume(home);
            }
            settle(making, beginning);
        } catch (IOException e) {
            throw HomeFiles.failed("make", files.directory(), e);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    /// @param at where the inviter is; a code says nothing of that
    /// @return words that the inviter's screen shows as well, if it was a code
    Optional<String> join(String text, Optional<Endpoint> at, Home.Beginning beginning)
            throws NodeException, InterruptedException {
        check(beginning.name());
        var invite = Invite.parse(text, at, beginning.discovery());
        try {
            // A join that broke off left its key: the pool may know it, so it is used again.
            var making = new HomeFiles(files.making());
            var keyFile = new DeviceKeyFile(making.keys());
            if (!Files.exists(making.keys())) {
                begin(making);
                keyFile.create(BcDeviceKeys.generate(new SecureChance()));
            }
            var keys = keyFile.load();
            Joiner.Welcome welcome;
            try (var transport = new NettyTransport(keys.tls(), NettyLimits.DEFAULT)) {
                var guest = new Joiner.Guest(keys, beginning.name(), capacity(beginning, making));
                welcome = invite.take(new Joiner(transport, new BcSignatures()::verify), guest);
            }
            fill(making, welcome.roster().statements(), keys.id());
            making.write(AddressFile.HINTS, hints(welcome));
            settle(making, beginning);
            return welcome.check();
        } catch (IOException e) {
            throw HomeFiles.failed("make", files.directory(), e);
        } catch (JournalException e) {
            throw Failures.of(e);
        }
    }

    /// Where to look for the pool when the device starts; the inviter may be gone by then.
    private static String hints(Joiner.Welcome welcome) {
        var met = AddressFile.hint(welcome.inviter(), welcome.inviterAt());
        var hints = new StringBuilder(met);
        welcome.othersAt()
                .forEach(
                        (device, at) -> at.forEach(a -> hints.append(AddressFile.hint(device, a))));
        return hints.toString();
    }

    static void check(String name) throws NodeException {
        if (name.isBlank()
                || name.length() > NAME_MAX
                || name.chars().anyMatch(HomeMaking::isMisleading)) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "A device cannot be named like that.",
                    "Give it a name of 1 to " + NAME_MAX + " letters.");
        }
    }

    /// Characters that move a cursor or turn the direction of what follows.
    private static boolean isMisleading(int c) {
        int direction = Character.getDirectionality(c);
        return Character.isISOControl(c)
                || (direction >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING
                        && direction <= Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE);
    }

    /// An empty directory beside the place, which must be free.
    HomeFiles begin(HomeFiles making) throws IOException, NodeException {
        checkFree();
        HomeFiles.deleteAll(making.directory());
        making.create();
        Files.createDirectory(making.packs());
        Files.createDirectory(making.journal());
        return making;
    }

    private void checkFree() throws IOException, NodeException {
        if (!Files.exists(files.directory())) {
            return;
        }
        if (!Files.isDirectory(files.directory())) {
            throw HomeFiles.noDirectory(files.directory());
        }
        try (var names = Files.list(files.directory())) {
            if (names.findAny().isPresent()) {
                throw new NodeException(
                        Problem.Code.EXISTS,
                        files.exists()
                                ? "There is a device in " + files.directory() + " already."
                                : files.directory() + " is not empty.",
                        "Choose another directory with --home.");
            }
        }
    }

    static long capacity(Home.Beginning beginning, HomeFiles making) throws IOException {
        long half = Files.getFileStore(making.directory()).getUsableSpace() / 2;
        return beginning.capacity().orElse(half);
    }

    /// The journal of a device that has just come to be: its roster and its first incarnation.
    static void fill(HomeFiles making, List<SignedStatement> statements, DeviceId self)
            throws IOException, JournalException {
        var chance = new SecureChance();
        try (var journal = DiskJournal.open(RealDisk.at(making.journal()), chance::bits64)) {
            var records = new ArrayList<JournalRecord>();
            statements.forEach(s -> records.add(new JournalRecord.StatementAccepted(s.toBytes())));
            records.add(new JournalRecord.IncarnationDrawn(new Actor(self, chance.bits64())));
            long last = 0;
            for (var record : records) {
                last = journal.append(record.type(), record.toBytes());
            }
            journal.sync(last);
        }
    }

    private void makeVolume(OpenHome home) throws NodeException, JournalException {
        var live = home.live();
        var pen = new BatchWriter.Pen(home.keys(), home.batchSealer(), live::ring, live::roster);
        try (var exchange =
                new Exchange(
                        home.ledger(),
                        pen,
                        home.signatures(),
                        WallClock.of(files),
                        Exchange.Listener.NONE)) {
            var system = new VolumeId(live.roster().pool().hash());
            var fresh = live.tools().chance().bits256();
            exchange.writer()
                    .write(
                            system,
                            edits ->
                                    edits.write(
                                            new EntryPath(FIRST_VOLUME),
                                            new Entry.Volume(VolumeSpec.DEFAULT),
                                            fresh));
        } catch (BatchWriter.NoEpochException e) {
            throw new IllegalStateException("a pool that has just begun has an epoch", e);
        }
    }

    void settle(HomeFiles making, Home.Beginning beginning) throws IOException, NodeException {
        var settings = Settings.initial();
        if (beginning.listen().isPresent()) {
            settings = Settings.with(settings, Settings.LISTEN, beginning.listen().get());
        }
        if (!beginning.discovery()) {
            settings = Settings.with(settings, Settings.DISCOVERY, "off");
        }
        making.write(Settings.FILE, settings);
        making.complete();
        checkFree();
        Files.deleteIfExists(files.directory());
        Files.move(making.directory(), files.directory());
        var parent = files.directory().toAbsolutePath().getParent();
        if (parent != null) {
            HomeFiles.sync(parent);
        }
    }
}
