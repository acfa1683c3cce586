package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.Device;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.crypto.BatchSealer.Purpose;
import dev.holdfast.engine.crypto.BatchSealer.Under;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final byte[] WRAPS = "wraps".getBytes(StandardCharsets.US_ASCII);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

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
        var finding = new Finding(tools, roster.pool().hash());
        roster.statements().stream().filter(s -> isOfUse(roster, s)).forEach(finding::look);
        // An epoch wraps those before it, so the latest are unwrapped first.
        roster.statements().reversed().forEach(finding::unwrap);
        return new KeyRing(roster, tools, finding.dedup, finding.epochs);
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

    /// Looks through the statements for what is meant for this device.
    private static final class Finding {

        private final Tools tools;
        private final Hash pool;
        private final Map<Hash, Secret> epochs = new TreeMap<>();
        private Optional<Secret> dedup = Optional.empty();

        Finding(Tools tools, Hash pool) {
            this.tools = tools;
            this.pool = pool;
        }

        void look(SignedStatement signed) {
            switch (signed.statement()) {
                case Genesis(var root, _, var first, var box, _)
                        when first.id().equals(tools.keys.id()) -> {
                    var name = Sha256.of(root.signing().toBytes());
                    secrets(name, box).ifPresent(s -> take(s, Map.of(name, signed.id())));
                }
                case Admitted(var card, _, _, var box) when card.id().equals(tools.keys.id()) ->
                        secrets(pool, box).ifPresent(s -> take(s, Map.of()));
                case Rotated(_, _, var boxes, _) ->
                        mine(boxes).ifPresent(box -> epoch(signed.id(), box));
                case Keyed(var epoch, var boxes) -> mine(boxes).ifPresent(box -> epoch(epoch, box));
                default -> {}
            }
        }

        void unwrap(SignedStatement signed) {
            var secret = epochs.get(signed.id());
            if (secret != null && signed.statement() instanceof Rotated(_, var wraps, _, _)) {
                try {
                    var bytes =
                            tools.sealer.open(
                                    new Under(secret, pool, Purpose.STATEMENT),
                                    WRAPS,
                                    wraps.toBytes());
                    take(Secrets.of(bytes), Map.of());
                } catch (TamperedException | MalformedException e) {
                    LOG.warn("Epoch {} wraps nothing that can be read.", signed.id(), e);
                }
            }
        }

        private void take(Secrets secrets, Map<Hash, Hash> renamed) {
            dedup = dedup.or(() -> Optional.of(secrets.dedup()));
            secrets.epochs()
                    .forEach(
                            (id, secret) ->
                                    epochs.putIfAbsent(renamed.getOrDefault(id, id), secret));
        }

        private Optional<Opaque> mine(List<Box> boxes) {
            return boxes.stream()
                    .filter(box -> box.to().equals(tools.keys.id()))
                    .map(Box::sealed)
                    .findFirst();
        }

        private void epoch(Hash id, Opaque box) {
            open(pool, EPOCH, box)
                    .ifPresent(bytes -> epochs.putIfAbsent(id, new Secret(Hash.of(bytes))));
        }

        private Optional<Secrets> secrets(Hash scope, Opaque box) {
            try {
                var bytes = open(scope, SECRETS, box);
                return bytes.isEmpty() ? Optional.empty() : Optional.of(Secrets.of(bytes.get()));
            } catch (MalformedException e) {
                LOG.warn("A box for this device holds no secrets.", e);
                return Optional.empty();
            }
        }

        private Optional<byte[]> open(Hash scope, String purpose, Opaque box) {
            if (box.isEmpty()) {
                return Optional.empty();
            }
            try {
                var label = new Boxes.Label(scope, tools.keys.id().hash(), purpose);
                return Optional.of(tools.keys.boxes().open(label, box.toBytes()));
            } catch (TamperedException e) {
                LOG.warn("A box for this device does not open.", e);
                return Optional.empty();
            }
        }
    }
}
