package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement.Admitted;
import dev.holdfast.engine.core.membership.Statement.Box;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.core.membership.Statement.Keyed;
import dev.holdfast.engine.core.membership.Statement.Recovered;
import dev.holdfast.engine.core.membership.Statement.Rotated;
import dev.holdfast.engine.crypto.BatchSealer.Purpose;
import dev.holdfast.engine.crypto.BatchSealer.Under;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks through a roster's statements for the secrets that one reader is given. Not safe for
/// threads.
final class Finding {

    private static final Logger LOG = LoggerFactory.getLogger(Finding.class);

    /// Who opens boxes.
    ///
    /// @param recipient what the boxes are labelled with
    /// @param device empty for who has the recovery words
    record Reader(Hash recipient, Boxes.Opener opener, Optional<DeviceId> device) {

        static Reader device(KeyRing.Tools tools) {
            var id = tools.keys().id();
            return new Reader(id.hash(), tools.keys().boxes(), Optional.of(id));
        }

        static Reader recovery(Boxes.Opener words) {
            return new Reader(Sha256.of(words.publicKey()), words, Optional.empty());
        }

        boolean is(DeviceId id) {
            return device.filter(id::equals).isPresent();
        }

        Optional<Opaque> mine(List<Box> boxes) {
            return boxes.stream().filter(box -> is(box.to())).map(Box::sealed).findFirst();
        }

        Optional<Opaque> mine(List<Box> boxes, Opaque recoveryBox) {
            return device.isEmpty() ? Optional.of(recoveryBox) : mine(boxes);
        }
    }

    private final Reader reader;
    private final BatchSealer sealer;
    private final Hash pool;
    private final Map<Hash, Secret> epochs = new TreeMap<>();
    private Optional<Secret> dedup = Optional.empty();

    Finding(Reader reader, BatchSealer sealer, Hash pool) {
        this.reader = reader;
        this.sealer = sealer;
        this.pool = pool;
    }

    Optional<Secret> dedup() {
        return dedup;
    }

    Map<Hash, Secret> epochs() {
        return epochs;
    }

    void look(SignedStatement signed) {
        switch (signed.statement()) {
            case Genesis(var root, _, var first, var box, var recoveryBox) -> {
                var name = Sha256.of(root.signing().toBytes());
                reader.mine(List.of(new Box(first.id(), box)), recoveryBox)
                        .flatMap(mine -> secrets(name, mine))
                        .ifPresent(s -> take(s, Map.of(name, signed.id())));
            }
            case Admitted(var card, _, _, var box) when reader.is(card.id()) ->
                    secrets(pool, box).ifPresent(s -> take(s, Map.of()));
            case Recovered(var card, _, var box, _) when reader.is(card.id()) ->
                    secrets(pool, box).ifPresent(s -> take(s, Map.of()));
            case Rotated(_, var wraps, var boxes, var recoveryBox) ->
                    reader.mine(boxes, recoveryBox)
                            .flatMap(this::epoch)
                            .filter(secret -> unwrapped(signed.id(), secret, wraps).isPresent())
                            .ifPresent(secret -> epochs.putIfAbsent(signed.id(), secret));
            case Keyed(var epoch, var boxes) ->
                    reader.mine(boxes)
                            .flatMap(this::epoch)
                            .ifPresent(secret -> epochs.putIfAbsent(epoch, secret));
            default -> {}
        }
    }

    void unwrap(SignedStatement signed) {
        var secret = epochs.get(signed.id());
        if (secret != null && signed.statement() instanceof Rotated(_, var wraps, _, _)) {
            unwrapped(signed.id(), secret, wraps).ifPresent(older -> take(older, Map.of()));
        }
    }

    /// The older secrets that an epoch's own seals. A secret that does not open them is not that
    /// epoch's, whatever its box said.
    private Optional<Secrets> unwrapped(Hash epoch, Secret secret, Opaque wraps) {
        try {
            var under = new Under(secret, pool, Purpose.STATEMENT);
            return Optional.of(Secrets.of(sealer.open(under, KeyRing.WRAPS, wraps.toBytes())));
        } catch (TamperedException | MalformedException e) {
            LOG.warn("Epoch {} wraps nothing that can be read.", epoch, e);
            return Optional.empty();
        }
    }

    private void take(Secrets secrets, Map<Hash, Hash> renamed) {
        dedup = dedup.or(() -> Optional.of(secrets.dedup()));
        secrets.epochs()
                .forEach((id, secret) -> epochs.putIfAbsent(renamed.getOrDefault(id, id), secret));
    }

    private Optional<Secret> epoch(Opaque box) {
        return open(pool, KeyRing.EPOCH, box)
                .filter(bytes -> bytes.length == Hash.BYTES)
                .map(bytes -> new Secret(Hash.of(bytes)));
    }

    private Optional<Secrets> secrets(Hash scope, Opaque box) {
        try {
            var bytes = open(scope, KeyRing.SECRETS, box);
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
            var label = new Boxes.Label(scope, reader.recipient(), purpose);
            return Optional.of(reader.opener().open(label, box.toBytes()));
        } catch (TamperedException e) {
            LOG.warn("A box for this device does not open.", e);
            return Optional.empty();
        }
    }
}
