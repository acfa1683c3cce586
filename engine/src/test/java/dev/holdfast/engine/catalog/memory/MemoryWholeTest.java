package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.WholeContract;

class MemoryWholeTest extends WholeContract {

    @Override
    protected Catalog another(BodyOpener opener) {
        return new MemoryCatalog(opener);
    }
}
