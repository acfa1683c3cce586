package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.Opaque;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceCard;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.membership.Statement;
import dev.holdfast.engine.core.membership.Statement.Genesis;
import dev.holdfast.engine.crypto.BatchSealer.Purpose;
import dev.holdfast.engine.crypto.BatchSealer.Under;

import java.util.Map;

/// How a pool begins: what its first device says of itself.
///
/// @param name what people call the device
/// @param capacity bytes it contributes
public record Founding(String name, long capacity) {

    /// The first statement of a pool, signed by its root. The pool has no id before that exists, so
    /// its boxes and the first name are made under the hash of the root key instead.
    public SignedStatement genesis(KeyRing.Tools tools, Phrase.Keys pool) {
        var root = Sha256.of(pool.rootPublicKey());
        var epoch = new Secret(tools.chance().bits256());
        var keys =
                new DeviceCard.Keys(
                        Opaque.of(tools.keys().publicKey()),
                        Hash.of(tools.keys().boxes().publicKey()));
        var sealedName = tools.sealName(new Under(epoch, root, Purpose.STATEMENT), keys.id(), name);
        var card = new DeviceCard(keys, sealedName, tools.chance().bits64(), capacity);
        var secrets = new Secrets(pool.dedup(), Map.of(root, epoch)).toBytes();
        var recovery = Hash.of(pool.recovery().publicKey());
        var toFirst = new Boxes.Label(root, keys.id().hash(), KeyRing.SECRETS);
        var toRecovery = new Boxes.Label(root, Sha256.of(recovery.toBytes()), KeyRing.SECRETS);
        var genesis =
                new Genesis(
                        new Statement.Root(Opaque.of(pool.rootPublicKey()), recovery),
                        Statement.Settings.DEFAULT,
                        card,
                        tools.seal(toFirst, keys.box(), secrets),
                        tools.seal(toRecovery, recovery, secrets));
        return SignedStatement.sign(SignedStatement.Heading.GENESIS, genesis, pool::signAsRoot);
    }
}
