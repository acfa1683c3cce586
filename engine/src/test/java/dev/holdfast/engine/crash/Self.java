package dev.holdfast.engine.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.buffers.Shelf;
import dev.holdfast.engine.codec.stored.StoredCodec;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.hash.Sha256;
import dev.holdfast.engine.core.membership.DeviceId;
import dev.holdfast.engine.core.membership.Roster;
import dev.holdfast.engine.core.membership.SignedStatement;
import dev.holdfast.engine.core.namespace.Actor;
import dev.holdfast.engine.core.namespace.VolumeId;
import dev.holdfast.engine.core.repair.Stamp;
import dev.holdfast.engine.crypto.Chance;
import dev.holdfast.engine.crypto.Founding;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Phrase;
import dev.holdfast.engine.crypto.Sealer;
import dev.holdfast.engine.crypto.Signatures;
import dev.holdfast.engine.crypto.bc.BcBatchSealer;
import dev.holdfast.engine.crypto.bc.BcBoxes;
import dev.holdfast.engine.crypto.bc.BcDeviceKeys;
import dev.holdfast.engine.crypto.bc.BcPoolKeys;
import dev.holdfast.engine.crypto.bc.BcSealer;
import dev.holdfast.engine.crypto.bc.BcSignatures;

import java.util.List;
import java.util.Random;

/// Who a device is: its keys and its pool of one, the same in each run.
record Self(
        KeyRing.Tools tools, SignedStatement genesis, Roster roster, KeyRing ring, Sealer sealer) {

    static final Signatures SIGNATURES = new BcSignatures();

    /// A device of the pool in name only, which keeps what this one lets go.
    static final DeviceId OTHER = new DeviceId(hash("other"));

    /// Why a chunk from it is kept.
    static final Stamp ITS_STAMP = new Stamp(new VolumeId(hash("volume")), new Actor(OTHER, 1), 1);

    static Self begin() {
        Chance chance = new Random(7)::nextBytes;
        var keys = BcDeviceKeys.generate(chance);
        var tools = new KeyRing.Tools(keys, new BcBoxes(chance), new BcBatchSealer(chance), chance);
        try {
            var pool = new BcPoolKeys(new Phrase(hash("phrase")));
            var genesis = new Founding("ann", 1L << 30).genesis(tools, pool);
            var roster = Roster.fold(genesis.pool(), List.of(genesis), SIGNATURES::verify);
            var ring = KeyRing.of(roster, tools);
            var sealer =
                    new BcSealer(
                            ring.dedup().orElseThrow(), new StoredCodec(), List.of(), new Shelf());
            return new Self(tools, genesis, roster, ring, sealer);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    DeviceId id() {
        return tools.keys().id();
    }

    private static Hash hash(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }
}
