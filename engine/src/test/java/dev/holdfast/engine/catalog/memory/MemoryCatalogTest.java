package dev.holdfast.engine.catalog.memory;

import dev.holdfast.engine.catalog.BodyOpener;
import dev.holdfast.engine.catalog.Catalog;
import dev.holdfast.engine.catalog.CatalogContract;

class MemoryCatalogTest extends CatalogContract {

    @Override
    protected Catalog emptyCatalog(BodyOpener opener) {
        return new MemoryCatalog(opener);
    }
}
