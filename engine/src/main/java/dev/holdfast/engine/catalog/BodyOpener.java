package dev.holdfast.engine.catalog;

import dev.holdfast.engine.core.batch.Batch;
import dev.holdfast.engine.core.batch.BatchBody;
import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.hash.Hash;

/// Opens the bodies of batches for a catalog. A keeper's opens none.
public interface BodyOpener {

    /// Opens nothing.
    BodyOpener NONE =
            new BodyOpener() {
                @Override
                public boolean knows(Hash epoch) {
                    return false;
                }

                @Override
                public BatchBody open(Batch batch) {
                    throw new IllegalStateException("a keeper opens no batch");
                }
            };

    /// True when bodies sealed in this epoch can be opened.
    boolean knows(Hash epoch);

    /// The body of a batch of an epoch that is known.
    ///
    /// @throws MalformedException when it is not what its header says; it never will be
    BatchBody open(Batch batch) throws MalformedException;
}
