package dev.holdfast.engine.exchange;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.crypto.BatchSealer;
import dev.holdfast.engine.crypto.KeyRing;
import dev.holdfast.engine.crypto.Secret;
import dev.holdfast.engine.crypto.TamperedException;

import java.util.function.Supplier;

/// Opens the bodies of batches with the secrets that the device has now.
public record Bodies(BatchSealer sealer, Supplier<KeyRing> ring) implements BodyOpener {

    @Override
    public boolean knows(Hash epoch) {
        return ring.get().epoch(epoch).isPresent();
    }

    @Override
    public BatchBody open(Batch batch) throws MalformedException {
        var epoch = batch.header().sealing().epoch();
        var secret =
                ring.get()
                        .epoch(epoch)
                        .orElseThrow(() -> new MalformedException("an unknown epoch"));
        try {
            return BatchBody.read(sealer.open(under(secret, batch), batch.clear(), batch.sealed()));
        } catch (TamperedException e) {
            throw new MalformedException("a body that does not open", e);
        }
    }

    private static BatchSealer.Under under(Secret secret, Batch batch) {
        return new BatchSealer.Under(
                secret, batch.header().volume().hash(), BatchSealer.Purpose.BATCH);
    }
}
