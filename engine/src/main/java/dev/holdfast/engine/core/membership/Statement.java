package dev.holdfast.engine.core.membership;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What a signed statement says. The list is closed for one version of the form; kinds that a later
/// version adds are refused by name, and peers agree on versions before they exchange any.
///
/// Boxes are made to the public keys of devices elsewhere; here they are bytes.
public sealed interface Statement {

    /// Most devices that one statement may box a secret to; [Keyed] carries further ones.
    int BOXES_MAX = 256;

    /// Most epochs that one statement may name.
    int EPOCHS_MAX = 64;

    /// Most (volume, incarnation) pairs that a revocation may name.
    int LAST_BATCHES_MAX = 512;

    /// Most devices that one recovery may put out; further ones are put out by a [Revoked] each.
    int PUT_OUT_MAX = 64;

    /// Longest box or wrapping, in bytes.
    int BOX_MAX = 8 << 10;

    /// Starts a pool. Its id is the pool's, and the id of the first epoch.
    ///
    /// @param box the dedup secret and the first epoch's secret, for the first device
    /// @param recoveryBox the first epoch's secret, for the recovery key
    record Genesis(Root root, Settings settings, DeviceCard first, Opaque box, Opaque recoveryBox)
            implements Statement {

        public Genesis {
            limit(box);
            limit(recoveryBox);
        }
    }

    /// Lets a device in.
    ///
    /// @param epochs the epochs whose secrets the box holds; none for a keeper
    /// @param box the dedup secret and those epoch secrets; empty for a keeper
    record Admitted(DeviceCard card, Role role, List<Hash> epochs, Opaque box)
            implements Statement {

        public Admitted {
            epochs = distinct(epochs, EPOCHS_MAX);
            limit(box);
            if (role.holdsSecrets() == box.isEmpty() || (box.isEmpty() && !epochs.isEmpty())) {
                throw new IllegalArgumentException("a " + role + " with a box of " + box.length());
            }
        }
    }

    /// Alters one thing about a device.
    record Changed(DeviceId device, Change change) implements Statement {}

    /// Puts a device out for good. What it stated or wrote beyond what is named here counts
    /// nowhere.
    ///
    /// @param last the last statement of its own that counts, with all that this one had seen
    /// @param batches its last batch that counts, per volume and incarnation
    record Revoked(DeviceId device, Optional<Hash> last, List<LastBatch> batches)
            implements Statement {

        public Revoked {
            batches = distinct(batches, LAST_BATCHES_MAX);
        }
    }

    /// Begins an epoch, named by this statement's id.
    ///
    /// @param wrapped the leaf epochs it follows
    /// @param wraps their secrets, sealed under this epoch's
    /// @param boxes this epoch's secret, for each remaining device that may hold it
    /// @param recoveryBox the same, for the recovery key
    record Rotated(List<Hash> wrapped, Opaque wraps, List<Box> boxes, Opaque recoveryBox)
            implements Statement {

        public Rotated {
            wrapped = distinct(wrapped, EPOCHS_MAX);
            boxes = distinct(boxes, BOXES_MAX);
            limit(wraps);
            limit(recoveryBox);
            if (recoveryBox.isEmpty()) {
                throw new IllegalArgumentException("an epoch that no recovery could open");
            }
        }
    }

    /// Gives an epoch's secret to devices that its beginning missed.
    record Keyed(Hash epoch, List<Box> boxes) implements Statement {

        public Keyed {
            boxes = distinct(boxes, BOXES_MAX);
        }
    }

    /// The root lets a device in as an owner, the most senior from then on, and puts out those that
    /// its person did not confirm. Until an owner has said [Released] of it, nothing that is
    /// deleted goes for good.
    ///
    /// @param epochs the epochs whose secrets the box holds
    /// @param box the dedup secret and those epoch secrets
    record Recovered(DeviceCard card, List<Hash> epochs, Opaque box, List<Revoked> putOut)
            implements Statement {

        public Recovered {
            epochs = distinct(epochs, EPOCHS_MAX);
            limit(box);
            putOut = distinct(putOut, PUT_OUT_MAX);
            long batches = putOut.stream().mapToLong(revoked -> revoked.batches().size()).sum();
            long devices = putOut.stream().map(Revoked::device).distinct().count();
            if (box.isEmpty() || batches > LAST_BATCHES_MAX || devices != putOut.size()) {
                throw new IllegalArgumentException(
                        "a recovery with a box of %d that puts out %d of %d devices, with %d batches"
                                .formatted(box.length(), devices, putOut.size(), batches));
            }
        }
    }

    /// Whoever survived a recovery is back, or never comes: what is deleted may go again.
    record Released(Hash recovery) implements Statement {}

    /// The public halves of what the recovery phrase yields: the key that signs as root, as a DER
    /// SubjectPublicKeyInfo, and the X25519 key that each epoch's secret is boxed to.
    record Root(Opaque signing, Hash recovery) {

        public Root {
            if (signing.isEmpty() || signing.length() > DeviceCard.SPKI_MAX) {
                throw new IllegalArgumentException("a root key of " + signing.length() + " bytes");
            }
        }
    }

    /// What every device must compute alike: the version of the placement algorithm, log2 of the
    /// number of partitions, and the copies that are kept where a volume does not say otherwise.
    record Settings(int algorithm, int partitionBits, int factor) {

        public static final Settings DEFAULT = new Settings(1, 12, 3);

        public static final int PARTITION_BITS_MAX = 20;

        public static final int FACTOR_MAX = 8;

        public Settings {
            if (algorithm < 1 || algorithm > 0xff) {
                throw new IllegalArgumentException("algorithm " + algorithm);
            }
            if (partitionBits < 1 || partitionBits > PARTITION_BITS_MAX) {
                throw new IllegalArgumentException(partitionBits + " partition bits");
            }
            if (factor < 1 || factor > FACTOR_MAX) {
                throw new IllegalArgumentException("a factor of " + factor);
            }
        }
    }

    /// The one thing that a [Changed] alters.
    sealed interface Change {}

    /// Its name, sealed. By the device or an owner.
    record Named(Opaque sealedName) implements Change {

        public Named {
            if (sealedName.length() > DeviceCard.SEALED_NAME_MAX) {
                throw new IllegalArgumentException("a name of " + sealedName.length() + " bytes");
            }
        }
    }

    /// Its role. By an owner of more seniority.
    record Placed(Role role) implements Change {}

    /// The storage it contributes, in bytes; counts up to its grant. By the device or an owner.
    record Claimed(long bytes) implements Change {

        public Claimed {
            positive(bytes);
        }
    }

    /// The most that its claims may count for, in bytes. By an owner.
    record Granted(long bytes) implements Change {

        public Granted {
            positive(bytes);
        }
    }

    /// Whether its copies go to others, so that it can leave. By the device or an owner; that it is
    /// done, by the device alone.
    record Draining(Device.Drain drain) implements Change {}

    /// Whether the others do without it: they neither wait for it nor count its copies. By an
    /// owner; that it is over, by the device too.
    record Parked(boolean isParked) implements Change {}

    /// A secret that only `to` can open.
    record Box(DeviceId to, Opaque sealed) {

        public Box {
            limit(sealed);
        }
    }

    /// A batch of one writer: the `n`-th of one incarnation in one volume, and its hash.
    record LastBatch(Hash volume, long incarnation, long n, Hash hash) {

        public LastBatch {
            positive(n);
        }
    }

    private static void limit(Opaque box) {
        if (box.length() > BOX_MAX) {
            throw new IllegalArgumentException("a box of " + box.length() + " bytes");
        }
    }

    private static void positive(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
    }

    private static <T> List<T> distinct(List<T> items, int max) {
        if (items.size() > max || new HashSet<>(items).size() != items.size()) {
            throw new IllegalArgumentException(items.size() + " items, some perhaps twice");
        }
        return List.copyOf(items);
    }
}
