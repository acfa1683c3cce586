package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.crypto.BatchSealer.Purpose;
import dev.holdfast.engine.crypto.BatchSealer.Under;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The pool's secrets as far as this device may know them. They are kept nowhere but in the roster,
/// in boxes that only this device's key opens, so a device that has its key and its journal has
/// them. A value: a roster with more statements makes another one.
public final class KeyRing {

    /// What the boxes of a genesis, an admission and a `Keyed` are labelled with.
    static final String SECRETS = "secrets";

    /// What the boxes of an epoch's beginning are labelled with.
    static final String EPOCH = "epoch";

    static final byte[] WRAPS = "wraps".getBytes(StandardCharsets.US_ASCII);

    private final Roster roster;
    private final Tools tools;
    private final Optional<Secret> dedup;
    private final Map<Hash, Secret> epochs;

    /// How boxes and names are sealed and opened on this device.
    public record Tools(DeviceKeys keys, Boxes boxes, BatchSealer sealer, Chance chance) {

        Opaque seal(Boxes.Label label, Hash key, byte[] plain) {
            return Opaque.of(boxes.seal(label, key.toBytes(), plain));
        }

        Opaque sealName(Under under, DeviceId device, String name) {
            var plain = name.getBytes(StandardCharsets.UTF_8);
            return Opaque.of(sealer.seal(under, device.hash().toBytes(), plain));
        }
    }

    private KeyRing(Roster roster, Tools tools, Optional<Secret> dedup, Map<Hash, Secret> epochs) {
        this.roster = roster;
        this.tools = tools;
        this.dedup = dedup;
        this.epochs = epochs;
    }

    /// Opens every box in the roster that is meant for this device. A box that does not open counts
    /// for nothing: whoever made it gave this device no secret.
    public static KeyRing of(Roster roster, Tools tools) {
        var finding = new Finding(Finding.Reader.device(tools), tools.sealer, roster.pool().hash());
        return found(roster, tools, finding);
    }

    /// Opens every box in the roster that is meant for who has the recovery words, so that this
    /// device can be given what they yield.
    ///
    /// @param tools those of the device, which need not be of the pool yet
    public static KeyRing recovered(Roster roster, Tools tools, Phrase.Keys words) {
        var reader = Finding.Reader.recovery(words.recovery());
        return found(roster, tools, new Finding(reader, tools.sealer, roster.pool().hash()));
    }

    private static KeyRing found(Roster roster, Tools tools, Finding finding) {
        roster.statements().stream().filter(s -> isOfUse(roster, s)).forEach(finding::look);
        // An epoch wraps those before it, so the latest are unwrapped first.
        roster.statements().reversed().forEach(finding::unwrap);
        return new KeyRing(roster, tools, finding.dedup(), finding.epochs());
    }

    /// What somebody without the right stated counts for nothing, or it could put a wrong secret in
    /// the place of a right one. A beginning of an epoch is the exception: it says of itself only,
    /// and devices that had not heard that its maker was put out have written under it.
    private static boolean isOfUse(Roster roster, SignedStatement signed) {
        return roster.isAccepted(signed.id()) || signed.statement() instanceof Rotated;
    }

    /// The secret that keys chunks; empty on a keeper.
    public Optional<Secret> dedup() {
        return dedup;
    }

    public Optional<Secret> epoch(Hash id) {
        return Optional.ofNullable(epochs.get(id));
    }

    /// The epoch this device seals with now; empty while an owner must rotate first.
    public Optional<Hash> writable() {
        return roster.writable(tools.keys.id()).map(Roster.Epoch::id).filter(epochs::containsKey);
    }

    /// The leaf epochs whose secrets this device can give to another: what an admission names.
    public List<Hash> leaves() {
        return roster.leaves().stream().map(Roster.Epoch::id).filter(epochs::containsKey).toList();
    }

    /// The dedup secret and those of all leaf epochs, boxed to a device that is to be admitted.
    ///
    /// @throws IllegalStateException on a keeper, which has none to give
    public Opaque boxFor(DeviceCard.Keys recipient) {
        var secrets = new Secrets(dedup.orElseThrow(IllegalStateException::new), known(leaves()));
        var label = new Boxes.Label(roster.pool().hash(), recipient.id().hash(), SECRETS);
        return tools.seal(label, recipient.box(), secrets.toBytes());
    }

    /// Seals a device's name so that members can read it and keepers cannot.
    public Opaque sealName(DeviceId device, String name) {
        return tools.sealName(
                new Under(epoch(leaves().getLast()).orElseThrow(), root(), Purpose.STATEMENT),
                device,
                name);
    }

    /// A device's name; empty when it is sealed under an epoch that this device does not know.
    public Optional<String> name(Device device) {
        return epochs.values().stream()
                .flatMap(secret -> name(device, secret).stream())
                .findFirst();
    }

    private Optional<String> name(Device device, Secret epoch) {
        try {
            var under = new Under(epoch, root(), Purpose.STATEMENT);
            var sealed = device.card().sealedName().toBytes();
            var name = tools.sealer.open(under, device.id().hash().toBytes(), sealed);
            return Optional.of(new String(name, StandardCharsets.UTF_8));
        } catch (TamperedException e) {
            return Optional.empty();
        }
    }

    /// Begins an epoch that every device which may still read gets to know, and no other.
    ///
    /// @param without a device about to be put out
    public Rotated rotated(Optional<DeviceId> without) {
        var secret = new Secret(tools.chance.bits256());
        var pool = roster.pool().hash();
        var boxes =
                roster.admitted().stream()
                        .filter(d -> d.mayHoldSecrets() && without.filter(d.id()::equals).isEmpty())
                        .limit(Statement.BOXES_MAX)
                        .map(d -> new Box(d.id(), epochBox(d, secret)))
                        .toList();
        var older = new Secrets(dedup.orElseThrow(IllegalStateException::new), known(leaves()));
        var under = new Under(secret, pool, Purpose.STATEMENT);
        var wraps = Opaque.of(tools.sealer.seal(under, WRAPS, older.toBytes()));
        var recovery = roster.root().recovery();
        return new Rotated(
                leaves(), wraps, boxes, epochBox(Sha256.of(recovery.toBytes()), recovery, secret));
    }

    /// Gives an epoch to devices that its beginning missed; those past the most that one statement
    /// holds wait for the next.
    ///
    /// @throws IllegalStateException when this device does not know the epoch
    public Keyed keyed(Hash epoch, List<Device> devices) {
        var secret = epoch(epoch).orElseThrow(IllegalStateException::new);
        var boxes =
                devices.stream()
                        .limit(Statement.BOXES_MAX)
                        .map(d -> new Box(d.id(), epochBox(d, secret)))
                        .toList();
        return new Keyed(epoch, boxes);
    }

    private Opaque epochBox(Device device, Secret epoch) {
        return epochBox(device.id().hash(), device.card().keys().box(), epoch);
    }

    private Opaque epochBox(Hash recipient, Hash key, Secret epoch) {
        return tools.seal(
                new Boxes.Label(roster.pool().hash(), recipient, EPOCH),
                key,
                epoch.bits().toBytes());
    }

    /// What names are sealed for: known before the pool has an id.
    private Hash root() {
        return Sha256.of(roster.root().signing().toBytes());
    }

    private Map<Hash, Secret> known(List<Hash> ids) {
        var known = new TreeMap<Hash, Secret>();
        ids.forEach(id -> epoch(id).ifPresent(secret -> known.put(id, secret)));
        return known;
    }
}
