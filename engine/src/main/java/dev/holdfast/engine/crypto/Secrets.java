package dev.holdfast.engine.crypto;

import dev.holdfast.engine.core.canonical.CanonicalReader;
import dev.holdfast.engine.core.canonical.CanonicalWriter;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// What a device that may read holds. The *dedup secret* is fixed for the life of the pool, keys
/// the chunker and the chunks, and alone opens no name. *Epoch secrets* seal names; each is known
/// by the id of its epoch.
///
/// The canonical form is what a box to a device carries.
record Secrets(Secret dedup, Map<Hash, Secret> epochs) {

    /// The most epochs that one box carries.
    static final int EPOCHS_MAX = 1024;

    private static final int VERSION = 1;

    Secrets {
        if (epochs.size() > EPOCHS_MAX) {
            throw new IllegalArgumentException(epochs.size() + " epochs are over " + EPOCHS_MAX);
        }
        epochs = Map.copyOf(epochs);
    }

    Secrets with(Hash epoch, Secret secret) {
        var more = new TreeMap<>(epochs);
        more.put(epoch, secret);
        return new Secrets(dedup, more);
    }

    /// Canonical: epochs ascend by id.
    byte[] toBytes() {
        var sorted = new TreeMap<>(epochs).entrySet();
        return new CanonicalWriter()
                .u8(VERSION)
                .hash(dedup.bits())
                .list(sorted, (to, epoch) -> to.hash(epoch.getKey()).hash(epoch.getValue().bits()))
                .toBytes();
    }

    static Secrets of(byte[] bytes) throws MalformedException {
        var in = new CanonicalReader(bytes);
        int version = in.u8();
        if (version != VERSION) {
            throw new MalformedException("secrets of version " + version);
        }
        var dedup = new Secret(in.hash());
        var listed = in.list(EPOCHS_MAX, item -> Map.entry(item.hash(), new Secret(item.hash())));
        in.end();
        var epochs = new TreeMap<Hash, Secret>(Comparator.naturalOrder());
        for (var epoch : listed) {
            if (!epochs.isEmpty() && epochs.lastKey().compareTo(epoch.getKey()) >= 0) {
                throw new MalformedException("epochs that do not ascend");
            }
            epochs.put(epoch.getKey(), epoch.getValue());
        }
        return new Secrets(dedup, epochs);
    }
}
