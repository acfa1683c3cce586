package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.ClaimsContract;

class MemoryClaimsTest extends ClaimsContract {

    @Override
    protected Catalog emptyCatalog(BodyOpener opener) {
        return new MemoryCatalog(opener);
    }
}
